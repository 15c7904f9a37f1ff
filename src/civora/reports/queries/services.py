"""The list of services, the areas of the city, who looks after what."""

from __future__ import annotations

import time

from django.conf import settings

from civora.reports import models
from civora.reports.errors import UnknownCategory
from civora.reports.queries.found import card_of
from civora.reports.rules import places
from civora.reports.types import Area, Category, Datatype, Endpoint, Place, Question, ReportCard, Template

KEPT_SECONDS = 60
_kept: dict[str, tuple[float, tuple[Area, ...]]] = {}


def category_of(row: models.Category) -> Category:
    return Category(
        row.key, row.name, row.description, row.group, tuple(row.keywords), tuple(question(one) for one in row.questions),
        row.body, row.radius_m, tuple(row.areas), row.assets, row.order, row.is_active,
    )  # fmt: skip


def question(given: dict[str, object]) -> Question:
    return Question(
        str(given["code"]), Datatype(given["datatype"]), dict(given["label"]), dict(given.get("hint") or {}),  # type: ignore[call-overload]
        bool(given.get("is_required")), tuple((str(key), dict(name)) for key, name in given.get("values") or ()),  # type: ignore[attr-defined]
    )  # fmt: skip


def categories(*, with_retired: bool = False) -> tuple[Category, ...]:
    rows = models.Category.objects.all() if with_retired else models.Category.objects.filter(is_active=True)
    return tuple(category_of(row) for row in rows)


def category(key: str) -> Category:
    """Raises UnknownCategory."""
    row = models.Category.objects.filter(key=key).first()
    if row is None:
        raise UnknownCategory("There is no such category.", next_step="Choose one of the list.")
    return category_of(row)


def areas() -> tuple[Area, ...]:
    """The parts of the city and its boundaries; kept for a minute, because outlines are large."""
    made_at, found = _kept.get("areas", (0.0, ()))
    if not made_at or time.monotonic() - made_at > KEPT_SECONDS:
        rows = models.Area.objects.all()
        found = tuple(
            Area(row.key, row.name, row.population, row.is_boundary, row.geometry, row.source) for row in rows
        )
        _kept["areas"] = (time.monotonic(), found)
    return found


def forget_areas() -> None:
    """The areas are read anew."""
    _kept.clear()


def area_names() -> dict[str, str]:
    return {one.key: one.name for one in areas() if not one.is_boundary}


def offered(lat: float, lon: float) -> tuple[Category, ...]:
    """The categories that can be reported at a place; none outside the city. Raises NoPlace, OutsideTheCity."""
    area = places.check_place(Place(lat, lon), areas())
    return tuple(one for one in categories() if not one.areas or area in one.areas)


def body_for(category: str, area: str) -> str:
    """Who looks after a category in an area."""
    row = models.Route.objects.filter(category__key=category, area=area).first()
    if row:
        return row.body
    return models.Category.objects.values_list("body", flat=True).filter(key=category).first() or str(
        settings.CIVORA_OWN_ORGANISATION
    )


def templates() -> tuple[Template, ...]:
    rows = models.Template.objects.order_by("key")
    return tuple(Template(row.key, row.name, row.text, row.status) for row in rows)


def endpoints() -> tuple[Endpoint, ...]:
    """Other servers that reports go to; with their keys, for who sends."""
    rows = models.Endpoint.objects.filter(is_active=True).order_by("body")
    return tuple(
        Endpoint(row.body, row.url, row.jurisdiction, row.api_key, row.services, row.is_active) for row in rows
    )


def to_forward(body: str, *, limit: int = 50) -> tuple[ReportCard, ...]:
    """Reports of a body that its own server has not got yet, oldest first."""
    rows = models.Report.objects.filter(body=body, forwarded_at=None, closed_at=None, is_hidden=False, is_erased=False)
    return tuple(card_of(row) for row in rows.select_related("category", "duplicate_of").order_by("at")[:limit])


def forwarded(body: str, *, limit: int = 200) -> tuple[ReportCard, ...]:
    """Open reports of a body that its own server has, those first of which we have heard longest ago."""
    rows = models.Report.objects.filter(body=body, closed_at=None, is_erased=False).exclude(external="")
    return tuple(card_of(row) for row in rows.select_related("category", "duplicate_of").order_by("changed_at")[:limit])
