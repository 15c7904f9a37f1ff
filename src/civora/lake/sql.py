"""A piece of SQL with its parameters, in the order of their marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sql:
    text: str
    params: tuple[Any, ...] = ()

    def __add__(self, other: Sql | str) -> Sql:
        if isinstance(other, str):
            return Sql(self.text + other, self.params)
        return Sql(self.text + other.text, self.params + other.params)

    def __radd__(self, other: str) -> Sql:
        return Sql(other + self.text, self.params)


def join(glue: str, parts: Iterable[Sql]) -> Sql:
    found = list(parts)
    return Sql(glue.join(part.text for part in found), tuple(value for part in found for value in part.params))


def call(name: str, *args: Sql) -> Sql:
    return f"{name}(" + join(", ", args) + ")"


def param(value: Any) -> Sql:
    return Sql("?", (value,))
