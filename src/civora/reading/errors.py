"""What can go wrong on the way out."""

from __future__ import annotations

from civora.core.errors import NotAllowed, NotFound, Refused


class RowsNotOpen(NotAllowed):
    """The card is open, the rows are not."""

    code = "reading.rows_not_open"


class UnknownRecord(NotFound):
    code = "reading.unknown_record"


class UnknownFormat(Refused):
    """A format that this dataset cannot be had in."""

    code = "reading.unknown_format"


class UnknownSystem(Refused):
    """A number that names no reference system of coordinates."""

    code = "reading.unknown_system"


class FormatTooSmall(Refused):
    """More rows or columns than the format can hold."""

    code = "reading.format_too_small"


class NoPlace(Refused):
    """A map of rows that have no place."""

    code = "reading.no_place"


class BadCursor(Refused):
    """A cursor that was not made here, or for another version."""

    code = "reading.bad_cursor"
