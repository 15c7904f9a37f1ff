"""What is done with deliveries: received and kept, published as a version."""

from civora.intake.actions.attach import attach, detach
from civora.intake.actions.fetch import received
from civora.intake.actions.publish import publish
from civora.intake.actions.receive import receive
from civora.intake.types import silent

__all__ = ["attach", "detach", "publish", "receive", "received", "silent"]
