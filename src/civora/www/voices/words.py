"""The published rules, and words of moderation in the page's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from civora.voices.types import AppealState, FlagState, Ground, Reason

REASONS: dict[Reason, tuple[Any, Any]] = {
    Reason.ILLEGAL: (
        gettext_lazy("Against the law"),
        gettext_lazy("What the law forbids is taken down, with the law named."),
    ),
    Reason.HATE: (
        gettext_lazy("Hate"),
        gettext_lazy("Nobody is attacked for origin, faith, sex, disability or whom they love."),
    ),
    Reason.THREAT: (
        gettext_lazy("Threat or call to violence"),
        gettext_lazy("Nobody is threatened, and nobody is called to harm others."),
    ),
    Reason.INSULT: (
        gettext_lazy("Insult"),
        gettext_lazy("Plans and acts may be criticised sharply; persons are not insulted."),
    ),
    Reason.PERSONAL_DATA: (
        gettext_lazy("Personal data of others"),
        gettext_lazy("Names, addresses, plates and faces of others are not published without their consent."),
    ),
    Reason.COPYRIGHT: (
        gettext_lazy("Somebody else’s work"),
        gettext_lazy("Texts and pictures are one’s own, or may be used."),
    ),
    Reason.CHILD_ABUSE: (
        gettext_lazy("Abuse of children"),
        gettext_lazy("It is taken down at once and reported to the police."),
    ),
    Reason.SPAM: (
        gettext_lazy("Advertising or spam"),
        gettext_lazy("No advertising, and not the same thing many times."),
    ),
    Reason.OFF_TOPIC: (
        gettext_lazy("Has nothing to do with it"),
        gettext_lazy("What is said belongs to the matter at hand."),
    ),
}
GROUNDS = {Ground.LAW: gettext_lazy("the law"), Ground.RULES: gettext_lazy("the rules of this place")}
STATES = {
    FlagState.OPEN: (gettext_lazy("Waits for a moderator"), "warn"),
    FlagState.FOLLOWED: (gettext_lazy("Followed: it is taken down"), "good"),
    FlagState.REJECTED: (gettext_lazy("Not followed: it stays"), "none"),
}
OUTCOMES = {
    AppealState.OPEN: gettext_lazy("Waits for another moderator"),
    AppealState.UPHELD: gettext_lazy("The decision stands"),
    AppealState.REVERSED: gettext_lazy("The decision is taken back"),
}


def reason(of: Reason) -> str:
    return str(REASONS[of][0])


def reasons() -> tuple[tuple[str, str], ...]:
    return tuple((one.value, str(label)) for one, (label, _) in REASONS.items())
