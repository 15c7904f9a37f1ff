"""What the rooms below say, in the page's language.

Rooms speak plain English: their errors are read by the command line, by APIs and by logs too. `scripts/messages.py` finds
the f-strings of those errors and keeps them as templates; here a sentence is recognised by its template, and its values
are set into the translation. What has no translation stands as it was said.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from django.utils.translation import gettext, pgettext

from civora.www import formats

TEMPLATES = Path(__file__).with_name("locale") / "said.json"
PLACE = re.compile(r"{(\d+)}")
NUMBER = re.compile(r"\d{1,3}(,\d{3})+|\d{4,}")
MALFORMED = re.compile(
    r"ODSQL query is malformed: (?P<reason>.*?)\.?( Clause\(s\) containing the error\(s\): (?P<clause>[\w,. ]+)\.)?",
    re.DOTALL,
)
SYNTAX = re.compile(
    r"ODSQL syntax exception: (?P<reason>.*) at position (?P<position>\d+) in (?P<text>.*?)\.?"
    r"( Clause\(s\) containing the error\(s\): (?P<clause>[\w,. ]+)\.)?",
    re.DOTALL,
)
LONGEST = 2000  # no sentence of ours is longer


def said(text: str) -> str:
    """The same sentence in the page's language; as it stands where nobody has translated it."""
    if formats.language() == "en" or not text or len(text) > LONGEST:
        return text
    return query(text) or sentence(text)


def is_said(text: str) -> bool:
    """The page says this in its own language."""
    return formats.language() == "en" or said(text) != text


def query(text: str) -> str:
    """What is wrong with a query: the frame is ours, the reason is of the query language."""
    if found := SYNTAX.fullmatch(text):
        words = gettext("The query cannot be read at character {position}: {reason}.")
        return words.format(position=found["position"], reason=sentence(found["reason"])) + clause(found["clause"])
    if found := MALFORMED.fullmatch(text):
        reason = found["reason"]
        name = reason.removeprefix("Unknown field: ")
        if name != reason:
            return gettext("There is no column {name}.").format(name=name) + clause(found["clause"])
        return gettext("The query cannot be answered: {reason}.").format(reason=sentence(reason)) + clause(
            found["clause"]
        )
    return ""


def clause(name: str | None) -> str:
    return " " + gettext("Look at {clause}.").format(clause=name) if name else ""


def sentence(text: str) -> str:
    """One sentence by its template; values that are words of ours themselves are said too."""
    for template, pattern in patterns():
        found = pattern.fullmatch(text)
        if found is None:
            continue
        translated = pgettext("said", template)
        if translated == template and not PLACE.search(template):
            return text
        return PLACE.sub(lambda place: value(found[f"v{place[1]}"]), translated)
    return text


def value(text: str) -> str:
    """A value of a sentence: numbers as the language writes them, and our own words."""
    if NUMBER.fullmatch(text) and "," in text:
        return formats.number(int(text.replace(",", "")))
    plain = {template for template, _ in patterns() if not PLACE.search(template)}
    return pgettext("said", text) if text in plain else text


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(template, the pattern of what it becomes), the most telling first."""
    return tuple((text, pattern(text)) for text in json.loads(TEMPLATES.read_text(encoding="utf-8")))


def pattern(template: str) -> re.Pattern[str]:
    seen: set[str] = set()
    parts = []
    for index, part in enumerate(PLACE.split(template)):
        if index % 2 == 0:
            parts.append(re.escape(part))
        else:
            parts.append(f"(?P=v{part})" if part in seen else f"(?P<v{part}>.*?)")
            seen.add(part)
    return re.compile("".join(parts), re.DOTALL)
