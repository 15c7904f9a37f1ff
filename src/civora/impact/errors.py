"""What can go wrong with indicators and projects."""

from __future__ import annotations

from civora.core.errors import Conflict, NotAllowed, NotFound, Refused


class UnknownIndicator(NotFound):
    """No indicator of this key, or not for this reader."""

    code = "impact.unknown_indicator"


class UnknownProject(NotFound):
    """No project of this key."""

    code = "impact.unknown_project"


class UnknownPart(NotFound):
    """No such milestone, entry or document in this project."""

    code = "impact.unknown_part"


class BadIndicator(Refused):
    """An indicator that cannot be worked out: a missing name, a question that fails, a target that is none."""

    code = "impact.bad_indicator"


class BadProject(Refused):
    """A project with a date, amount or word that cannot be."""

    code = "impact.bad_project"


class KeyTaken(Conflict):
    """The key is in use."""

    code = "impact.key_taken"


class NotOwner(NotAllowed):
    """Only the organisation responsible, and administrators, change this."""

    code = "impact.not_owner"


class AlreadyFrozen(Conflict):
    """Who took part is settled once."""

    code = "impact.already_frozen"


class UnknownInclusion(NotFound):
    """Nothing has been asked or frozen about this process."""

    code = "impact.unknown_inclusion"


class BadAnswer(Refused):
    """A group that is not offered."""

    code = "impact.bad_answer"


class AnsweredAlready(Conflict):
    """One person answers once."""

    code = "impact.answered_already"
