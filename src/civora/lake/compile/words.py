"""Search in texts: words without accents and case, a few wrong letters forgiven.

Each word is looked for among the different values of a column, so that repeated values are read once.
"""

from __future__ import annotations

import re
import unicodedata

from civora.core.query.ast import Call, Expr, Name, Star, Value
from civora.core.schema import Field, FieldType, Schema
from civora.lake.compile.sql import TABLE
from civora.lake.connect import quoted
from civora.lake.sql import Sql, join, param

WORDS_AT_MOST = 12
LONGEST_WORD = 40
LONGEST_NUMBER = 18
LONGEST_TEXT = 2000
SEARCHED = (FieldType.TEXT, FieldType.INT)
SPLIT = "[^\\p{L}\\p{N}]+"


def plain(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one)).lower()


def words(text: str) -> list[str]:
    """The words of a question, at most twelve of at most forty letters."""
    found = [word for word in re.split(r"[^\w]+|_", plain(text)) if word]
    return [word[:LONGEST_WORD] for word in found[:WORDS_AT_MOST]]


def tokens(value: str) -> str:
    return f"string_split_regex(strip_accents(lower(left(CAST({value} AS VARCHAR), {LONGEST_TEXT}))), '{SPLIT}')"


def forgiven(word: str) -> int:
    """Wrong letters that are forgiven: two in long words, one in middling ones. Numbers are meant as written."""
    if word.isdigit():
        return 0
    return 2 if len(word) > 5 else 1 if len(word) > 2 else 0  # noqa: PLR2004 (as the Explore API has it)


def fuzzy(word: str, value: str, *, is_prefix: bool) -> Sql:
    tests = ["t = ?"]
    params: list[str] = [word]
    if is_prefix:
        tests.append("starts_with(t, ?)")
        params.append(word)
    wrong = forgiven(word)
    if wrong:
        tests.append(f"(abs(length(t) - {len(word)}) <= {wrong} AND levenshtein(t, ?) <= {wrong})")
        params.append(word)
    return Sql(f"len(list_filter({tokens(value)}, lambda t: {' OR '.join(tests)})) > 0", tuple(params))


def fields_of(args: tuple[Expr, ...], schema: Schema) -> tuple[Field, ...]:
    named = [schema.field(one.name) for one in args if isinstance(one, Name)]
    if named and not any(isinstance(one, Star) for one in args):
        return tuple(named)
    return tuple(field for field in schema.fields if field.type in SEARCHED)


def among_values(field: Field, test: Sql) -> Sql:
    """True where the test holds for the column's value `v`."""
    name = quoted(field.name)
    if field.is_multivalued:
        return f"(len(list_filter({name}, lambda v: " + test + ")) > 0)"
    return f"({name} IN (SELECT v FROM (SELECT DISTINCT {name} AS v FROM {TABLE}) WHERE " + test + "))"


def search(expr: Call, schema: Schema) -> Sql:
    """search(), suggest(), startswith()."""
    text = next(str(one.value) for one in reversed(expr.args) if isinstance(one, Value))
    fields = fields_of(expr.args, schema)
    if not fields:
        return Sql("FALSE")
    if expr.name == "startswith":
        return either(Sql(f"starts_with(CAST({quoted(one.name)} AS VARCHAR), ?)", (text,)) for one in fields)
    asked = words(text)
    if not asked:
        return Sql("TRUE")
    is_suggest = expr.name == "suggest"
    return (
        "("
        + join(" AND ", (word_in(word, fields, is_suggest=is_suggest, is_last=word is asked[-1]) for word in asked))
        + ")"
    )


def word_in(word: str, fields: tuple[Field, ...], *, is_suggest: bool, is_last: bool) -> Sql:
    if is_suggest:
        test = Sql(f"len(list_filter({tokens('v')}, lambda t: starts_with(t, ?))) > 0", (word,))
    else:
        test = fuzzy(word, "v", is_prefix=is_last)
    return in_fields(word, fields, test, is_prefix=is_suggest or is_last)


def is_number(word: str) -> bool:
    """As a whole number is written; `007` is a text."""
    return word.isascii() and word.isdigit() and len(word) <= LONGEST_NUMBER and str(int(word)) == word


def in_fields(word: str, fields: tuple[Field, ...], test: Sql, *, is_prefix: bool) -> Sql:
    """Only numbers are looked for in columns of numbers; a whole one by plain comparison."""
    found = [among_values(field, test) for field in fields if field.type is not FieldType.INT]
    if is_number(word):
        numbers = [field for field in fields if field.type is FieldType.INT]
        if is_prefix:
            found += [among_values(field, test) for field in numbers]
        else:
            found += [Sql(f"{quoted(field.name)} IN (?, ?)", (int(word), -int(word))) for field in numbers]
    return either(found) if found else Sql("FALSE")


def either(tests: object) -> Sql:
    return "(" + join(" OR ", tests) + ")"  # type: ignore[arg-type]  # an iterable of Sql


def anywhere(text: str, schema: Schema) -> Sql:
    """A bare text: all its words, in any visible field; a trailing * looks for beginnings."""
    fields = fields_of((), schema)
    asked = words(text)
    if not asked or not fields:
        return Sql("TRUE" if fields else "FALSE")
    last_is_prefix = text.rstrip().endswith("*")

    def test(word: str) -> Sql:
        is_prefix = last_is_prefix and word is asked[-1]
        begins = Sql(f"len(list_filter({tokens('v')}, lambda t: starts_with(t, ?))) > 0", (word,))
        whole = Sql(f"list_contains({tokens('v')}, ?)", (word,))
        return in_fields(word, fields, begins if is_prefix else whole, is_prefix=is_prefix)

    return "(" + join(" AND ", (test(word) for word in asked)) + ")"


def like(value: Sql, text: Expr, shown: Sql, *, is_list: bool) -> Sql:
    """All words of the text occur as words; between % signs, the letters occur."""
    if not isinstance(text, Value):
        return "contains(lower(" + value + "), lower(" + shown + "))"
    given = str(text.value or "")
    whole = Sql(f"array_to_string({value.text}, ' ')", value.params) if is_list else value
    if "%" in given:
        parts = [part for part in given.lower().split("%") if part]
        return join(
            " AND ", ["(contains(lower(" + whole + "), " + param(part) + "))" for part in parts] or [Sql("TRUE")]
        )
    asked = words(given)
    split = tokens(whole.text)
    return (
        "("
        + join(" AND ", [Sql(f"list_contains({split}, ?)", (*whole.params, word)) for word in asked] or [Sql("TRUE")])
        + ")"
    )
