"""Reads the clauses of a query: select, where, group_by, order_by."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from civora.core.query.ast import Expr, Group, Name, Order, Output, Star
from civora.core.query.functions import FUNCTIONS
from civora.core.query.odsql.expressions import Expressions, condition

Item = TypeVar("Item")


def parse_select(text: str) -> tuple[Output | Star, ...]:
    """The outputs. Raises ODSQLSyntaxError."""
    return _Clauses(text, "select").items(_Clauses.output, trailing_comma=True)


def parse_where(text: str, *, strict: bool = True, clause: str = "where") -> Expr:
    """The condition; not strict, `x NOT IN …` and `x NOT LIKE …` are read too. Raises ODSQLSyntaxError."""
    return _Clauses(text, clause, strict=strict).condition_clause()


def parse_group_by(text: str) -> tuple[Group, ...]:
    """The keys; none where the text is blank. Raises ODSQLSyntaxError."""
    return _Clauses(text, "group_by").items(_Clauses.group, may_be_empty=True)


def parse_order_by(text: str) -> tuple[Order, ...]:
    """The sort keys. Raises ODSQLSyntaxError."""
    return _Clauses(text, "order_by").items(_Clauses.order)


def parse_expressions(text: str, clause: str = "") -> tuple[Expr, ...]:
    """A list of expressions, such as `name, facet(name="x")`. Raises ODSQLSyntaxError."""
    return _Clauses(text, clause).items(_Clauses.expression)


class _Clauses(Expressions):
    def items(
        self, item: Callable[[_Clauses], Item], *, trailing_comma: bool = False, may_be_empty: bool = False
    ) -> tuple[Item, ...]:
        found: list[Item] = []
        while not (self.kinds[self.at] == "end" and (may_be_empty or (found and trailing_comma))):
            self.operators = 0
            found.append(item(self))
            may_be_empty = False
            if not self.accept(","):
                break
        self.finish()
        return tuple(found)

    def condition_clause(self) -> Expr:
        found = condition(self.expression())
        self.finish()
        self.refuse_unknown_functions()
        return found

    def output(self) -> Output | Star:
        if self.accept("*"):
            return Star()
        return Output(*self.named())

    def group(self) -> Group:
        return Group(*self.named())

    def order(self) -> Order:
        expr = self.expression()
        if self.accept("desc"):
            return Order(expr, is_descending=True)
        self.accept("asc")
        return Order(expr)

    def named(self) -> tuple[Expr, str]:
        """An expression and its heading: the alias, else the text as typed (of a field: its name)."""
        start = self.tokens.start(self.at)
        expr = self.expression()
        if not self.accept("as"):
            typed = self.tokens.source[start : self.tokens.stop(self.at - 1)]
            return expr, expr.name if isinstance(expr, Name) else typed
        if self.is_name():
            self.at += 1
            return expr, self.name(self.at - 1)
        raise self.unexpected("An alias is a name; put any other text in back quotes.")

    def finish(self) -> None:
        if self.kinds[self.at] == "end":
            return
        after_number = self.at > 0 and self.kinds[self.at - 1] == "number" and self.kinds[self.at] == "word"
        if after_number:
            raise self.unexpected("Put back quotes around a field name that begins with a digit.")
        if self.texts[self.at] == "not":
            raise self.unexpected("Write NOT before the comparison: NOT field IN (…).")
        raise self.unexpected()

    def refuse_unknown_functions(self) -> None:
        """As the Explore API does in conditions: the parenthesis after a name that is no function is unexpected."""
        for name, at in self.calls:
            if name not in FUNCTIONS:
                raise self.tokens.error("unexpected (", at, f"There is no function {name[:40]}.")
