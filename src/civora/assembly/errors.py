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


class UnknownBox(NotFound):
    code = "assembly.unknown_box"


class BadBox(Refused):
    """A vote whose dates, form and rule do not fit together."""

    code = "assembly.bad_box"


class BadBallot(Refused):
    """Choices that the ballot does not allow, or a form that was changed on the way."""

    code = "assembly.bad_ballot"


class BadRegister(Refused):
    """A register that cannot be read; the message has the line."""

    code = "assembly.bad_register"


class TooLarge(Refused):
    """An election that a page cannot compare while somebody waits."""

    code = "assembly.too_large"


class NotEligible(NotAllowed):
    """Not in the register, or shown in a way that this vote does not take. Never says whether a person voted."""

    code = "assembly.not_eligible"


class BoxClosed(Conflict):
    """Before the first instant or from the last one on."""

    code = "assembly.box_closed"


class AlreadyVoted(Conflict):
    code = "assembly.already_voted"


class NoSuchReceipt(NotFound):
    """No ballot has this receipt, or the vote does not allow changes: both look alike."""

    code = "assembly.no_such_receipt"


class NotYetCounted(Conflict):
    """Before the close there is no count, for anybody."""

    code = "assembly.not_yet_counted"


class PaperDiffers(Conflict):
    """The two who entered a bundle read some sheets differently."""

    code = "assembly.paper_differs"


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


class BadSurvey(Refused):
    """Questions that cannot be asked."""

    code = "assembly.bad_survey"


class BadAnswer(Refused):
    """An answer that does not fit its question; `question` is its name."""

    code = "assembly.bad_answer"

    def __init__(self, question: str, message: str) -> None:
        super().__init__(message, next_step="", question=question)
        self.question = question


class BadMeeting(Refused):
    code = "assembly.bad_meeting"
