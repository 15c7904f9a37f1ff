"""What can go wrong with the card index."""

from __future__ import annotations

from civora.core.errors import Conflict, NotFound, Refused


class UnknownDataset(NotFound):
    code = "catalog.unknown_dataset"

    def __init__(self, key: str) -> None:
        super().__init__(
            f"The requested dataset {key[:120]} does not exist.",
            next_step="Look for it in the catalogue.",
            key=key[:120],
        )


class UnknownVersion(NotFound):
    code = "catalog.unknown_version"


class UnknownAttachment(NotFound):
    code = "catalog.unknown_attachment"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no attachment {name[:100]}.", next_step="/attachments lists those there are.")


class UnknownLicence(Refused):
    code = "catalog.unknown_licence"


class UnknownTheme(Refused):
    code = "catalog.unknown_theme"


class BadMetadata(Refused):
    """Something said of a dataset that no page could show."""

    code = "catalog.bad_metadata"


class AlreadyCurrent(Conflict):
    """A roll-back to the version that is current."""

    code = "catalog.already_current"


class KeyTaken(Conflict):
    code = "catalog.key_taken"
