"""What can go wrong with what people say."""

from __future__ import annotations

from civora.core.errors import Conflict, NotAllowed, NotFound, Refused, TooMuch


class BadSubject(Refused):
    """Not `kind:key`."""

    code = "voices.bad_subject"


class BadText(Refused):
    """Empty, or longer than a page can carry."""

    code = "voices.bad_text"


class BadNotice(Refused):
    """A flag without what a notice needs: explanation, name and address, good faith."""

    code = "voices.bad_notice"


class BadPicture(Refused):
    """Not a picture, or one that cannot be read."""

    code = "voices.bad_picture"


class PictureTooLarge(TooMuch):
    code = "voices.picture_too_large"


class TooManyWords(TooMuch):
    """More contributions in a short time than a person writes."""

    code = "voices.too_many_words"


class UnknownComment(NotFound):
    code = "voices.unknown_comment"


class UnknownFlag(NotFound):
    code = "voices.unknown_flag"


class UnknownDecision(NotFound):
    code = "voices.unknown_decision"


class UnknownAppeal(NotFound):
    code = "voices.unknown_appeal"


class UnknownPicture(NotFound):
    code = "voices.unknown_picture"


class NotModerator(NotAllowed):
    code = "voices.not_moderator"


class NotAuthor(NotAllowed):
    code = "voices.not_author"


class SameModerator(NotAllowed):
    """An appeal is decided by somebody else than the decision."""

    code = "voices.same_moderator"


class AlreadyDecided(Conflict):
    code = "voices.already_decided"


class AppealTooLate(Conflict):
    code = "voices.appeal_too_late"


class BadForm(Refused):
    """A campaign's form that cannot be asked."""

    code = "voices.bad_form"


class BadAnswer(Refused):
    """An answer that does not fit its question; `details["question"]` names it."""

    code = "voices.bad_answer"


class CampaignShut(Conflict):
    """Before its opening or after its close."""

    code = "voices.campaign_shut"


class NotKeeper(NotAllowed):
    """Contributions are decided by the organisation that keeps the data."""

    code = "voices.not_keeper"


class UnknownCampaign(NotFound):
    code = "voices.unknown_campaign"


class UnknownContribution(NotFound):
    code = "voices.unknown_contribution"
