"""How large a question may be. Some functions of the engine ignore an interrupt for long, so what feeds them is bounded here."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from typing import Final

from civora.core.query.ast import Call, Expr, InList, Like, Query, Star, Text, Value
from civora.core.query.errors import QueryTooLarge
from civora.core.query.walk import every

DEPTH: Final = 100
NODES: Final = 30_000
LIST_ITEMS: Final = 5_000
TEXT_LENGTH: Final = 10_000
SEARCH_LENGTH: Final = 500
SEARCH_WORDS: Final = 32
SEARCHES: Final = 30
DIGITS: Final = 10**38
OUTPUTS: Final = 1_000
GROUPS: Final = 20
ORDERS: Final = 20
REFINEMENTS: Final = 200
FACETS: Final = 200
RANGE_BOUNDS: Final = 200
SEARCHERS: Final = frozenset({"search", "suggest", "startswith"})


def check_bounds(query: Query) -> None:
    """Raises QueryTooLarge."""
    _few("select", query.select, OUTPUTS)
    _few("group_by", query.groups or (), GROUPS)
    _few("order_by", query.order_by, ORDERS)
    _few("refine", query.refine, REFINEMENTS)
    _few("facet", query.facets, FACETS)
    for clause, expr in _expressions(query):
        check_expression(expr, clause)


def _expressions(query: Query) -> Iterable[tuple[str, Expr]]:
    yield from (("select", output.expr) for output in query.select if not isinstance(output, Star))
    yield from (("group_by", group.expr) for group in query.groups or ())
    yield from (("order_by", order.expr) for order in query.order_by)
    if query.where is not None:
        yield "where", query.where
    if query.having is not None:
        yield "having", query.having


def check_expression(expr: Expr, clause: str) -> None:
    """Depth, number of parts, lengths of texts and lists. Raises QueryTooLarge."""
    searches = 0
    for count, (found, depth) in enumerate(every(expr)):
        if depth > DEPTH:
            raise _too_large(clause, f"the expression is nested more than {DEPTH} levels deep")
        if count > NODES:
            raise _too_large(clause, f"the expression has more than {NODES} parts")
        if isinstance(found, Value):
            _check_value(found, clause)
        elif isinstance(found, InList):
            _few(clause, found.items, LIST_ITEMS)
        elif isinstance(found, Text) or (isinstance(found, Call) and found.name in SEARCHERS):
            searches += 1
            _check_search(found, clause)
            _few(clause, range(searches), SEARCHES)
        elif isinstance(found, Like) and isinstance(found.text, Value):
            check_words(str(found.text.value), clause)


def _check_value(value: Value, clause: str) -> None:
    if isinstance(value.value, str) and len(value.value) > TEXT_LENGTH:
        raise _too_large(clause, f"a text has more than {TEXT_LENGTH} characters")
    if isinstance(value.value, int) and abs(value.value) >= DIGITS:
        raise _too_large(clause, "a number has more than 38 digits")


def _check_search(found: Expr, clause: str) -> None:
    if isinstance(found, Text):
        check_words(found.text, clause)
    elif isinstance(found, Call) and found.args and isinstance(found.args[-1], Value):
        check_words(str(found.args[-1].value), clause)


def check_words(text: str, clause: str) -> None:
    """A text to search for: its length and its number of words. Raises QueryTooLarge."""
    if len(text) > SEARCH_LENGTH:
        raise _too_large(clause, f"a search text has more than {SEARCH_LENGTH} characters")
    if len(text.split()) > SEARCH_WORDS:
        raise _too_large(clause, f"a search text has more than {SEARCH_WORDS} words")


def _few(clause: str, items: Sized, most: int) -> None:
    if len(items) > most:
        raise _too_large(clause, f"more than {most} items")


def _too_large(clause: str, reason: str) -> QueryTooLarge:
    return QueryTooLarge(reason, clause=clause, next_step="Ask a smaller question, or several.")
