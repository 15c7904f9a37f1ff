"""What is done with deliveries: received and kept, published as a version; files beside the rows; what residents contributed."""

from civora.intake.actions.attach import attach, detach
from civora.intake.actions.contributed import accept_correction, land_campaign
from civora.intake.actions.drafts import drop_draft, keep_draft
from civora.intake.actions.erase import erase, to_erase, withhold
from civora.intake.actions.fetch import received
from civora.intake.actions.publish import publish
from civora.intake.actions.receive import receive
from civora.intake.types import silent

__all__ = [
    "accept_correction",
    "attach",
    "detach",
    "drop_draft",
    "erase",
    "keep_draft",
    "land_campaign",
    "publish",
    "receive",
    "received",
    "silent",
    "to_erase",
    "withhold",
]
