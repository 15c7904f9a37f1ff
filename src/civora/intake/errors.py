"""What can be wrong with a delivery. Each says the place and the next step."""

from __future__ import annotations

from civora.core.errors import NotFound, Refused, TooMuch


class FileRefused(Refused):
    """The file is not what it says, or cannot be read at all."""

    code = "intake.file_refused"


class FileTooLarge(TooMuch):
    code = "intake.file_too_large"


class UnknownDelivery(NotFound):
    code = "intake.unknown_delivery"


class SourceRefused(Refused):
    """An address that is not fetched."""

    code = "intake.source_refused"


class BadOverride(Refused):
    """A column setting that the file cannot follow."""

    code = "intake.bad_override"


class BadCorrection(Refused):
    """A correction whose value does not fit its column; `details["field"]` names it."""

    code = "intake.bad_correction"


class NothingToErase(Refused):
    """A condition that names no row, or that some version cannot be held against."""

    code = "intake.nothing_to_erase"
