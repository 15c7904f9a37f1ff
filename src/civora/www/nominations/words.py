"""States of a wish in words, with their tone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from civora.community.types import NominationState

STATES: dict[NominationState, tuple[Any, str]] = {
    NominationState.OPEN: (gettext_lazy("Waits for an answer"), "none"),
    NominationState.PLANNED: (gettext_lazy("Planned"), "warn"),
    NominationState.PUBLISHED: (gettext_lazy("Published"), "good"),
    NominationState.REFUSED: (gettext_lazy("Refused, with reasons"), "bad"),
    NominationState.WITHDRAWN: (gettext_lazy("Withdrawn"), "none"),
}
