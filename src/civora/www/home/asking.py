"""Asking on behalf of the home page: only what everyone may see, a missing dataset is a missing section."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.urls import reverse

from civora.core.errors import CivoraError
from civora.core.policy.types import ANYONE
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.reading import queries as reading
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.city import City
from civora.www.datasets.provenance import provenance
from civora.www.parts import Provenance

log = logging.getLogger(__name__)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Answer:
    rows: list[tuple[Any, ...]]
    card: Any


@dataclass(frozen=True, slots=True)
class Asker:
    """The city, its moment, and answers from the lake. Tests give their own `rows`."""

    city: City
    now: datetime
    rows: Callable[[Query], Answer]

    def source(self, query: Query, card: Any) -> Provenance:
        """Where an answer comes from; its table shows the rows that were counted."""
        return provenance(card, table_url=rows_url(query))


def asker(city: City) -> Asker:
    return Asker(city, city.now(), _ask)


def _ask(query: Query) -> Answer:
    answer = reading.rows(replace(query, lang=formats.language()), ANYONE, total=False)
    return Answer(list(answer.rows), answer.card)


def rows_url(query: Query) -> str:
    """The table of the rows that a question is about."""
    where = odsql.print_where(query.where) if query.where is not None else ""
    return reverse("datasets:table", args=[query.dataset]) + (with_params({"where": where}) if where else "")


def section(name: str, make: Callable[[], Made], missing: Made) -> Made:
    """One part of the page. What a pack says about data that are not here, or not so, leaves the part out, and says why
    in the log."""
    try:
        return make()
    except (CivoraError, KeyError, ValueError, TypeError) as error:
        log.warning("home page without %s: %s", name, error)
        return missing


def configured(home: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A table of `[home]`. Raises KeyError where the pack has none."""
    return home[name]
