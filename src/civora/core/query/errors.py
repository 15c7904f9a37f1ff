"""What can be wrong with a query, in the words that Explore API clients know (they match on substrings).

Source of the wording: Explore API v2.1 as observed (reference: error table). `clause` names the parameter at fault.
"""

from __future__ import annotations

from typing import ClassVar

from civora.core.errors import Refused
from civora.core.schema import UnknownField


def _in_clause(clause: str) -> str:
    return f" Clause(s) containing the error(s): {clause}." if clause else ""


class ODSQLError(Refused):
    """A query that reads well but cannot be asked of this schema. `reason` is the message without its frame."""

    code = "core.malformed_query"
    ods_code: ClassVar[str] = "ODSQLError"

    def __init__(self, reason: str, *, clause: str = "", next_step: str = "", **details: object) -> None:
        stop = "" if reason.endswith((".", ")")) else "."
        message = f"ODSQL query is malformed: {reason}{stop}{_in_clause(clause)}"
        super().__init__(message, next_step=next_step, clause=clause, **details)
        self.reason = reason
        self.clause = clause


class ODSQLSyntaxError(ODSQLError):
    """A text that cannot be read. `position` counts characters of the clause from 0."""

    code = "core.query_syntax"
    ods_code: ClassVar[str] = "ODSQLSyntaxError"

    def __init__(self, reason: str, *, position: int, text: str, clause: str = "", next_step: str = "") -> None:
        Refused.__init__(
            self,
            f"ODSQL syntax exception: {reason} at position {position} in {_around(text, position)}.{_in_clause(clause)}",
            next_step=next_step,
            clause=clause,
            position=position,
        )
        self.reason = reason
        self.clause = clause
        self.position = position


class UnknownFieldInQuery(ODSQLError, UnknownField):
    """A field that this schema does not have; `details["hint"]` proposes the nearest one."""

    code = "core.unknown_field"


class UnknownFunction(ODSQLError):
    code = "core.unknown_function"


class IncompatibleTypes(ODSQLError):
    """A comparison between types that have no common order, such as a date and a text."""

    code = "core.incompatible_types"
    ods_code: ClassVar[str] = "IncompatibleTypesInComparisonFilter"


class QueryTooLarge(ODSQLError):
    """A query beyond the bounds that keep every question answerable (text lengths, list lengths, depth)."""

    code = "core.query_too_large"


def _around(text: str, position: int, width: int = 200) -> str:
    """The text, or the part of it around the position if it is long: error bodies stay small."""
    if len(text) <= width:
        return text
    start = max(0, min(position - width // 2, len(text) - width))
    end = start + width
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
