"""Numbers in cells, exact and bounded: `4000.0`, `1893934.38`; never `1e999999`."""

from __future__ import annotations

import re
from fractions import Fraction

from civora.core.tally.errors import BrokenFile

NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,12})?")


def number(text: str, what: str, line: int = 0, *, least: Fraction | None = None) -> Fraction:
    found = text.strip()
    if not NUMBER.fullmatch(found):
        raise BrokenFile(
            f"{what} must be a number, not “{found[:40]}”.",
            line=line, next_step="Write digits with a dot before decimals.",
        )  # fmt: skip
    value = Fraction(found)
    if least is not None and value < least:
        raise BrokenFile(f"{what} must be at least {least}, not {found}.", line=line)
    return value
