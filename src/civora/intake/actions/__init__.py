"""What is done with deliveries: received and kept, published as a version."""

from civora.intake.actions.publish import publish
from civora.intake.actions.receive import receive

__all__ = ["publish", "receive"]
