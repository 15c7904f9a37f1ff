"""What can go wrong in taking part."""

from __future__ import annotations

from civora.core.errors import Conflict, NotAllowed, NotFound, Refused, TooMuch


class UnknownProcess(NotFound):
    code = "assembly.unknown_process"


class UnknownProposal(NotFound):
    code = "assembly.unknown_proposal"


class UnknownPart(NotFound):
    """A statement, survey, meeting, debate or amendment that is not there."""

    code = "assembly.unknown_part"


class BadProcess(Refused):
    """A process whose phases or texts do not fit together."""

    code = "assembly.bad_process"


class BadWords(Refused):
    """A text that is missing, too long, or not a text."""

    code = "assembly.bad_words"


class BadPlace(Refused):
    """A place outside the earth, or a cost below nothing."""

    code = "assembly.bad_place"


class NotOpen(Conflict):
    """No phase that runs now opens this."""

    code = "assembly.not_open"


class AlreadyDecided(Conflict):
    """It was answered, merged or withdrawn before."""

    code = "assembly.already_decided"


class NotYours(NotAllowed):
    """Only its author, or the organisation that runs the process, may do this."""

    code = "assembly.not_yours"


class TooMany(TooMuch):
    """More in one day than one person may send."""

    code = "assembly.too_many"


class KeyTaken(Conflict):
    code = "assembly.key_taken"
