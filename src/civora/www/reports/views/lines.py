"""A report as one line of a list, for every page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from civora.reports import queries as reports
from civora.reports.types import Category, ReportCard
from civora.www import formats
from civora.www.city import city
from civora.www.reports import words
from civora.www.reports.pages import Line


def known() -> dict[str, Category]:
    return {one.key: one for one in reports.categories(with_retired=True)}


def line(
    card: ReportCard, services: dict[str, Category], areas: dict[str, str], *, number: int = 0, metres: int = 0
) -> Line:
    status, tone = words.status(card.status)
    category = words.said(services[card.category].name)
    title = card.text.split("\n")[0][:110] or category
    where = ", ".join(one for one in (card.asset_label or card.address, areas.get(card.area, "")) if one)
    return Line(
        card,
        reverse("reports:report", args=[card.key]),
        title,
        where or category,
        status,
        tone,
        ago(card),
        number,
        metres,
    )


def ago(card: ReportCard) -> str:
    """How old a report is, in words."""
    days = (city().now() - card.at).days
    if days < 1:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if days < 60:  # noqa: PLR2004 (then the date says more)
        return gettext("{n} days ago").format(n=formats.number(days))
    return formats.day(card.at.astimezone(city().tz))
