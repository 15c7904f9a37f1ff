"""One clause in the light of a schema: which names it knows, and the errors that name it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from civora.core.errors import Refused
from civora.core.query.ast import Expr, Name
from civora.core.query.errors import IncompatibleTypes, ODSQLError, QueryTooLarge, UnknownFieldInQuery
from civora.core.schema import Field, FieldType, Schema, UnknownField


@dataclass(frozen=True, slots=True)
class Typed:
    """An expression in normal form with its type; None is the type of null and of what has no field type."""

    expr: Expr
    type: FieldType | None
    is_aggregate: bool = False
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """`aliases` are headings that this clause may name: of outputs and groups."""

    schema: Schema
    clause: str
    aliases: Mapping[str, Typed] = field(default_factory=dict)

    def name(self, name: str) -> Typed:
        """What a name means here: an alias, else a field (its letter case does not count). Raises UnknownFieldInQuery."""
        if name in self.aliases:
            return self.aliases[name]
        found = self.field(name)
        return Typed(Name(found.name), found.type, field=found)

    def field(self, name: str) -> Field:
        try:
            return self.schema.field(name)
        except UnknownField as error:
            lower = name.lower()
            for known in self.schema.fields:
                if known.name.lower() == lower:
                    return known
            raise self.unknown(name, str(error.details.get("hint", ""))) from None

    def unknown(self, name: str, hint: str) -> UnknownFieldInQuery:
        near = difflib.get_close_matches(name.lower(), list(self.aliases), n=1)
        hint = hint or (f"Did you mean {near[0]}?" if near else "")
        step = hint or "The dataset's fields are listed in its information."
        return UnknownFieldInQuery(
            f"Unknown field: {name[:100]}", clause=self.clause, next_step=step, field=name[:100], hint=hint
        )

    def error(self, reason: str, next_step: str = "") -> ODSQLError:
        return ODSQLError(reason, clause=self.clause, next_step=next_step)

    def too_large(self, reason: str, next_step: str = "") -> QueryTooLarge:
        return QueryTooLarge(reason, clause=self.clause, next_step=next_step)

    def incompatible(self, left: FieldType | None, right: FieldType | None, next_step: str = "") -> IncompatibleTypes:
        return IncompatibleTypes(
            f"Incompatible types in comparison filter: {said(left)} and {said(right)}",
            clause=self.clause,
            next_step=next_step,
        )

    def caused_by(self, error: Refused) -> ODSQLError:
        """The same fault of a literal, with the clause in which it stands."""
        return self.error(error.message.rstrip("."), error.next_step)


def said(kind: FieldType | None) -> str:
    return kind.value if kind else "null"
