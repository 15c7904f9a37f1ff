"""Addresses of one page in its other languages, and with other parameters.

The first language of `settings.LANGUAGES` that is `LANGUAGE_CODE` has no prefix, the others stand under `/fr/`, `/de/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict


def codes() -> tuple[str, ...]:
    return tuple(code for code, _ in settings.LANGUAGES)


def bare(path: str) -> str:
    """`/fr/datasets/` → `/datasets/`."""
    head, _, rest = path.lstrip("/").partition("/")
    return f"/{rest}" if head in codes() and head != settings.LANGUAGE_CODE else path


def in_language(path: str, code: str) -> str:
    """The same page under the prefix of that language; the query string stays."""
    plain = bare(path)
    return plain if code == settings.LANGUAGE_CODE else f"/{code}{plain}"


def with_params(params: QueryDict | Mapping[str, object], **changes: object) -> str:
    """`?…` with some parameters set (a list: several), or left out (None, empty). Order is kept, so equal pages share
    one address. Always begins with `?`, so that it may stand alone in a link."""
    given = params.lists() if isinstance(params, QueryDict) else ((key, _many(value)) for key, value in params.items())
    pairs = {key: list(values) for key, values in given}
    pairs.update({key: _many(value) for key, value in changes.items()})
    kept = [(key, str(value)) for key, values in pairs.items() for value in values if value not in (None, "")]
    return "?" + urlencode(kept, safe=",:/")


def _many(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
