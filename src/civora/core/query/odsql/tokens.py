"""The words of ODSQL: one regular expression, linear in the text's length."""

from __future__ import annotations

import re
from dataclasses import dataclass

from civora.core.query.errors import ODSQLSyntaxError

MAX_LENGTH = 50_000
"""Characters of one clause; far beyond any question, and small enough to be read in milliseconds."""

KEYWORDS = frozenset(
    ("as", "or", "and", "not", "like", "is", "in", "to", "null", "true", "false", "distinct", "asc", "desc")
)
RESERVED = KEYWORDS | {
    "avg", "by", "count", "date", "date_format", "day", "dayofweek", "equi", "geom", "group", "hour", "ifnull", "limit",
    "lower", "max", "millisecond", "min", "minute", "month", "quarter", "range", "search", "second", "select", "sum", "top",
    "upper", "where", "year",
}  # fmt: skip
"""Words that the printer writes in back quotes as field names, as strict readers of ODSQL ask."""

_TIME = "ms|[smhdwMqy]|(?:millisecond|second|minute|hour|day|week|month|quarter|year)s?"
_LENGTH = "mm|cm|km|mi|yd|ft"
_STRING = r"'[^'\\]*+(?:\\.[^'\\]*+)*+'|\"[^\"\\]*+(?:\\.[^\"\\]*+)*+\""
TOKEN = re.compile(
    rf"""\s*+(?:
      (?P<literal>(?:[dD][aA][tT][eE]|[gG][eE][oO][mM])\s*+(?:{_STRING}))
    | (?P<prefix>[^\W\d]\w*+\*(?=\s*+[,)]))
    | (?P<word>[^\W\d]\w*+)
    | (?P<number>[0-9]++(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+)(?:\s*+(?P<unit>{_TIME}|{_LENGTH})\b)?+
    | (?P<quoted>`[^`]++`)
    | (?P<string>{_STRING})
    | (?P<op>>=|<=|!=|<>|==|\.\.|[=:<>+\-*/(),\[\]])
    | (?P<end>\Z)
    | (?P<bad>.)
    )""",
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(slots=True)
class Tokens:
    """Parallel lists: kind, text (words in lower case), match. The last token has kind `end`."""

    source: str
    clause: str
    kinds: list[str]
    texts: list[str]
    matches: list[re.Match[str]]

    def start(self, index: int) -> int:
        return self.matches[index].start(self.kinds[index])

    def stop(self, index: int) -> int:
        return self.matches[index].end()

    def written(self, index: int) -> str:
        """The token as typed; `end` for the end."""
        return "end" if self.kinds[index] == "end" else self.source[self.start(index) : self.stop(index)][:40]

    def error(self, reason: str, index: int, next_step: str = "") -> ODSQLSyntaxError:
        return self.error_at(reason, self.start(index), next_step)

    def error_at(self, reason: str, position: int, next_step: str = "") -> ODSQLSyntaxError:
        return ODSQLSyntaxError(reason, position=position, text=self.source, clause=self.clause, next_step=next_step)


def tokens(source: str, clause: str) -> Tokens:
    """The tokens of one clause. Raises ODSQLSyntaxError."""
    found = Tokens(source, clause, [], [], [])
    if len(source) > MAX_LENGTH:
        raise found.error_at(
            f"text longer than {MAX_LENGTH} characters", MAX_LENGTH, "Ask a shorter question, or several."
        )
    kinds, texts, matches = found.kinds, found.texts, found.matches
    for match in TOKEN.finditer(source):
        kind = match.lastgroup or "end"
        text = match[kind]
        kinds.append("number" if kind == "unit" else kind)
        texts.append(text.lower() if kind == "word" else text)
        matches.append(match)
        if kind == "bad":
            raise _bad(found)
        if kind == "end":
            break
    _refuse_surrogates(found)
    return found


def _bad(found: Tokens) -> ODSQLSyntaxError:
    index = len(found.kinds) - 1
    text = found.texts[index]
    if text in "'\"":
        return found.error(f"unterminated string, {text} has no end", index, f"Close the text with {text}.")
    if text == "`":
        return found.error("unterminated name, ` has no end", index, "Close the field name with `.")
    return found.error(f"unexpected {text if text.isprintable() else ascii(text)}", index)


def _refuse_surrogates(found: Tokens) -> None:
    """Half a character cannot be sent to any engine."""
    try:
        found.source.encode()
    except UnicodeEncodeError as error:
        raise found.error_at("unreadable character", error.start) from None


def unescaped(text: str) -> str:
    """The content of a string token: a backslash takes the next character as it is."""
    inner = text[1:-1]
    return ESCAPE.sub(r"\1", inner) if "\\" in inner else inner
