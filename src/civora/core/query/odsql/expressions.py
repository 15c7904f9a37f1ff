"""Reads expressions by operator precedence: a few frames of stack for each level, so that a small cap is enough."""

from __future__ import annotations

import math
from typing import Literal as OneOf
from typing import cast

from civora.core.query.ast import (
    And,
    Arithmetic,
    Call,
    Compare,
    DateValue,
    Expr,
    GeoValue,
    InList,
    InRange,
    Is,
    Like,
    Name,
    Negative,
    Not,
    Or,
    Prefix,
    Quantity,
    Star,
    Text,
    Value,
)
from civora.core.query.dates import BadDate, interval
from civora.core.query.errors import ODSQLSyntaxError
from civora.core.query.odsql.tokens import KEYWORDS, Tokens, tokens, unescaped

MAX_DEPTH = 50
"""Parentheses, calls, NOTs and signs within each other."""
MAX_OPERATORS = 100
"""Arithmetic signs in one item: a chain of them is as deep a tree as parentheses are."""
MAX_DIGITS = 300

OR, AND, NOT, PREDICATE, SUM, PRODUCT, UNARY = range(1, 8)
POWER = {
    "or": OR, "and": AND, "like": PREDICATE, "is": PREDICATE, "in": PREDICATE, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT,
    "=": PREDICATE, ":": PREDICATE, "==": PREDICATE, "!=": PREDICATE, "<>": PREDICATE, "<": PREDICATE, "<=": PREDICATE,
    ">": PREDICATE, ">=": PREDICATE,
}  # fmt: skip
SAME = {":": "=", "==": "=", "<>": "!="}
CONSTANTS = {"true": True, "false": False, "null": None}


def condition(expr: Expr) -> Expr:
    """A bare string where a condition is due is a full-text search."""
    return Text(expr.value) if isinstance(expr, Value) and isinstance(expr.value, str) else expr


class Expressions:
    """A place in a text (`at`, an index into its tokens), and the expressions that can be read from there on."""

    def __init__(self, text: str, clause: str, *, strict: bool = True) -> None:
        self.tokens: Tokens = tokens(text, clause)
        self.kinds, self.texts = self.tokens.kinds, self.tokens.texts
        self.strict = strict
        self.at = 0
        self.depth = 0
        self.operators = 0
        self.calls: list[tuple[str, int]] = []

    # ---- tokens

    def next(self) -> str:
        self.at += 1
        return self.texts[self.at - 1]

    def accept(self, text: str) -> bool:
        """Step over this word or sign, if it stands here. (Texts of other kinds keep their quotes, so none is taken for it.)"""
        if self.texts[self.at] != text:
            return False
        self.at += 1
        return True

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.unexpected(f"Here {text} is due.")

    def unexpected(self, next_step: str = "") -> ODSQLSyntaxError:
        return self.tokens.error(f"unexpected {self.tokens.written(self.at)}", self.at, next_step)

    def is_name(self) -> bool:
        kind = self.kinds[self.at]
        return kind == "quoted" or (kind == "word" and self.texts[self.at] not in KEYWORDS)

    # ---- expressions

    def expression(self, floor: int = OR) -> Expr:
        """Everything from here on that binds at least as tightly as `floor`."""
        left = self.operand(floor)
        ceiling = UNARY
        while True:
            power = self.power()
            if not floor <= power <= ceiling:
                return left
            if power == PREDICATE:
                left, ceiling = self.predicate(left), NOT  # comparisons do not chain
            elif power >= SUM:
                left, ceiling = self.arithmetic(left, power), power
            else:
                left, ceiling = self.junction(left, power), power - 1

    def power(self) -> int:
        """How tightly the operator here binds; 0 where there is none."""
        text = self.texts[self.at]
        if text == "not" and not self.strict and self.texts[self.at + 1] in ("in", "like"):
            return PREDICATE
        return POWER.get(text, 0)

    def arithmetic(self, left: Expr, power: int) -> Expr:
        self.operators += 1
        if self.operators > MAX_OPERATORS:
            raise self.tokens.error(f"more than {MAX_OPERATORS} arithmetic operators", self.at)
        op = cast(OneOf["+", "-", "*", "/"], self.next())
        return Arithmetic(op, left, self.expression(power + 1))

    def junction(self, left: Expr, power: int) -> Expr:
        kind = Or if power == OR else And
        items: list[Expr] = []
        self.collect(items, kind, left)
        while self.power() == power:
            self.at += 1
            self.collect(items, kind, self.expression(power + 1))
        return kind(tuple(items))

    @staticmethod
    def collect(items: list[Expr], kind: type[And | Or], item: Expr) -> None:
        """`(a and b) and c` is `a and b and c`."""
        if isinstance(item, (And, Or)) and isinstance(item, kind):
            items.extend(item.items)
        else:
            items.append(condition(item))

    def predicate(self, left: Expr) -> Expr:
        word = self.next()
        if word == "not":
            return Not(self.predicate(left))
        if word == "like":
            return Like(left, self.expression(SUM))
        if word == "is":
            return self.is_what(left)
        if word == "in":
            return self.in_what(left)
        op = cast(OneOf["=", "!=", "<", "<=", ">", ">="], SAME.get(word, word))
        return Compare(op, left, self.expression(SUM))

    def is_what(self, left: Expr) -> Expr:
        negated = self.accept("not")
        if self.texts[self.at] in CONSTANTS:
            return Is(left, cast(OneOf["null", "true", "false"], self.next()), negated)
        raise self.unexpected("IS takes null, true or false.")

    def in_what(self, left: Expr) -> Expr:
        if self.texts[self.at] in ("[", "]"):
            return self.in_range(left)
        if self.accept("("):
            items = [self.nested()]
            while self.accept(","):
                items.append(self.nested())
            self.expect(")")
            return InList(left, tuple(items))
        if self.is_name():
            return InList(left, (self.operand(UNARY),))
        raise self.unexpected("IN takes a list (1, 2), a range [1..2] or a field.")

    def in_range(self, left: Expr) -> Expr:
        low_closed = self.next() == "["
        low = self.expression(SUM)
        if not self.accept(".."):
            self.expect("to")
        high = self.expression(SUM)
        if not self.accept("]"):
            self.expect("[")
            return InRange(left, low, high, low_closed, high_closed=False)
        return InRange(left, low, high, low_closed)

    # ---- operands

    def operand(self, floor: int) -> Expr:
        kind, text = self.kinds[self.at], self.texts[self.at]
        if kind == "word":
            return self.word(text, floor)
        if kind in ("number", "string", "quoted", "literal"):
            self.at += 1
            return cast(Expr, getattr(self, kind)(self.at - 1))
        if self.accept("("):
            inner = self.nested()
            self.expect(")")
            return inner
        if text in ("+", "-"):
            return self.signed(text)
        raise self.unexpected()

    def word(self, text: str, floor: int) -> Expr:
        at = self.at
        if text == "not" and floor <= NOT:
            self.at += 1
            return Not(condition(self.nested(NOT)))
        if text in CONSTANTS:
            self.at += 1
            return Value(CONSTANTS[text])
        if text in KEYWORDS:
            raise self.unexpected("Put back quotes around a field name that is a word of the language.")
        self.at += 1
        if self.accept("("):
            return self.call(text)
        return Name(self.name(at))

    def nested(self, floor: int = OR) -> Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.tokens.error(f"nested more than {MAX_DEPTH} levels deep", self.at, "Use fewer parentheses.")
        found = self.expression(floor)
        self.depth -= 1
        return found

    def signed(self, sign: str) -> Expr:
        self.at += 1
        is_number = self.kinds[self.at] == "number"
        inner = self.nested(UNARY)
        if sign == "+":
            return inner
        if is_number and isinstance(inner, Quantity):
            return Quantity(-inner.number, inner.unit)
        if is_number and isinstance(inner, Value) and isinstance(inner.value, (int, float)):
            return Value(-inner.value)
        return Negative(inner)

    def name(self, index: int) -> str:
        """A name as typed; field names keep their letter case."""
        written = self.tokens.matches[index][self.kinds[index]]
        return written[1:-1] if self.kinds[index] == "quoted" else written

    def quoted(self, index: int) -> Expr:
        return Name(self.name(index))

    def string(self, index: int) -> Expr:
        return Value(unescaped(self.texts[index]))

    def number(self, index: int) -> Expr:
        digits, unit = self.tokens.matches[index]["number"], self.tokens.matches[index]["unit"]
        if len(digits) > MAX_DIGITS:
            raise self.tokens.error(f"a number of more than {MAX_DIGITS} digits", index)
        value: int | float = int(digits) if digits.isdigit() else float(digits)
        if not math.isfinite(value):
            raise self.tokens.error("a number out of range", index)
        return Quantity(value, unit) if unit else Value(value)

    def literal(self, index: int) -> Expr:
        word, written = self.texts[index][:4].lower(), self.texts[index][4:].lstrip()
        content = unescaped(written)
        if word == "geom":
            return GeoValue(content)
        try:
            interval(content)
        except BadDate as error:
            raise self.tokens.error(f"{error.message[:-1]}, unexpected", index, error.next_step) from None
        return DateValue(content)

    # ---- calls

    def call(self, name: str) -> Expr:
        self.calls.append((name, self.at - 1))
        args: list[Expr] = []
        is_distinct = self.accept("distinct")
        if is_distinct or not self.accept(")"):
            args.append(self.argument())
            while self.accept(","):
                args.append(self.argument())
            self.expect(")")
        if name == "now":
            return self.now(args)
        return Call(name, tuple(args), is_distinct=is_distinct)

    @staticmethod
    def now(args: list[Expr]) -> Call:
        """`now(year=2000)` reads as comparisons: they are named arguments."""
        named: list[tuple[str, Expr]] = []
        other: list[Expr] = []
        for arg in args:
            if isinstance(arg, Compare) and arg.op == "=" and isinstance(arg.left, Name):
                named.append((arg.left.name.lower(), arg.right))
            else:
                other.append(arg)
        return Call("now", tuple(other), tuple(named))

    def argument(self) -> Expr:
        kind, text = self.kinds[self.at], self.texts[self.at]
        if kind == "prefix":
            self.at += 1
            return Prefix(text[:-1])
        if self.accept("*"):
            return Star()
        return self.nested()
