"""What residents contributed: accepted contributions become rows, pseudonyms of observers go when they have served."""

from __future__ import annotations

from civora.intake import actions as intake
from civora.ops.boot import OPERATOR, now
from civora.voices import actions as voices_actions
from civora.voices import queries as voices


def land() -> int:
    """Returns how many campaigns had new rows."""
    done = [intake.land_campaign(key=one.key, by=OPERATOR, at=now()) for one in voices.campaigns()]
    return len([one for one in done if one])


def forget_observers() -> int:
    return voices_actions.forget_observers(at=now())
