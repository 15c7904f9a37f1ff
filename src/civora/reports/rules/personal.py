"""Personal data in a text: spotted, so that it is mended or masked before anybody reads it.

Finds what has a form: e-mail addresses, telephone numbers, account numbers (with their check digits), number plates of cars
as written in Germany, France and Britain, and names that follow a form of address. What has no form is found by people.
"""

from __future__ import annotations

import re

from civora.reports.types import Found

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
PHONE = re.compile(r"(?<![\w.,-])(?:\+|00|0)[1-9][\d ()/.-]{5,18}\d(?![\w-])")
PLATE = re.compile(
    r"\b(?:[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?\d{1,4}[EH]?|[A-Z]{2}-\d{3}-[A-Z]{2}|[A-Z]{2}\d{2} [A-Z]{3})\b"
)
NAME = re.compile(
    r"\b(?:Herrn?|Frau|Familie|Mr|Mrs|Ms|Miss|Monsieur|Madame|M\.|Mme|Dr)\.? ((?:von |van |de )?[A-ZÄÖÜÉÈ][\w’'-]{1,30}(?: [A-ZÄÖÜÉÈ][\w’'-]{1,30})?)"
)
MASK = "▇▇▇"
FEWEST_DIGITS = 7


def spotted(text: str) -> tuple[Found, ...]:
    """What was found, in the order of the text, without overlaps."""
    found = [Found("email", *match.span(), match[0]) for match in EMAIL.finditer(text)]
    found += [Found("account", *match.span(), match[0]) for match in IBAN.finditer(text) if is_iban(match[0])]
    found += [Found("phone", *match.span(), match[0]) for match in PHONE.finditer(text) if is_phone(match[0])]
    found += [Found("plate", *match.span(), match[0]) for match in PLATE.finditer(text)]
    found += [Found("name", *match.span(1), match[1]) for match in NAME.finditer(text)]
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def masked(text: str) -> str:
    """The text with a mark in the place of each find."""
    for one in reversed(spotted(text)):
        text = text[: one.start] + MASK + text[one.end :]
    return text


def is_iban(words: str) -> bool:
    """ISO 7064: the number with its country moved to the end leaves 1 when divided by 97."""
    plain = words.replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def is_phone(words: str) -> bool:
    """Enough digits, and no date."""
    digits = sum(sign.isdigit() for sign in words)
    return digits >= FEWEST_DIGITS and not re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{2,4}", words)
