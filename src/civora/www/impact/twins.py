"""The same for machines: an indicator and a project as JSON and CSV. Shapes are those of `/api/v1/`."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.core.sheets import inert
from civora.impact import queries as impact
from civora.impact.rules import promises, words
from civora.impact.rules.status import RULE
from civora.impact.types import Measured, ProjectCard, Target
from civora.www.city import city
from civora.www.formats import language
from civora.www.pages import reader_of

OPEN = {"Access-Control-Allow-Origin": "*"}


def indicator_json(request: HttpRequest, key: str) -> HttpResponse:
    """Raises UnknownIndicator."""
    card = impact.indicator(key, language())
    made = impact.measured(card, reader_of(request), city().now(), language())
    return JsonResponse(indicator(made, request), headers=OPEN, json_dumps_params={"ensure_ascii": False})


def indicator(made: Measured, request: HttpRequest) -> dict[str, Any]:
    """value, unit, target, status, rule, series, query, version, and what belongs to them."""
    card, found = made.card, made.standing
    areas = impact.areas(card, reader_of(request), language())
    return {
        "key": card.key, "title": card.title, "description": card.description, "value": made.latest.value if made.latest else None,
        "period": iso(made.latest.at) if made.latest else None, "unit": card.unit, "direction": card.draft.toward,
        "frequency": card.draft.frequency, "target": target(found.target or found.limit),
        "targets": [target(one) for one in made.targets], "baseline": pair(made), "status": found.status, "rule": rule(made),
        "trend": {"course": made.trend.course, "per_year": made.trend.slope, "p": made.trend.p, "values": made.trend.values},
        "series": [
            {"period": iso(one.at), "value": one.value, "expected": one.expected, "status": one.status} for one in made.series
        ],
        "path": [{"period": iso(at), "value": value} for at, value in made.path], "query": question(made.query),
        "version": made.dataset.version if made.dataset else None, "definition": card.number, "owner": card.owner_name,
        "theme": card.theme, "area": card.area, "frames": list(card.draft.frames),
        "statement": {"text": card.statement.text, "name": card.statement.name, "on": iso(card.statement.said_on)} if card.statement else None,
        "updated": iso(made.dataset.modified_at) if made.dataset else None, "next_update": iso(made.next_update_on),
        "projects": [key for key, _ in card.projects], "example": card.draft.is_example,
        "areas": [area(one) for one in areas.areas] if areas else None,
        "url": request.build_absolute_uri(reverse("impact:indicator", args=[card.key])),
    }  # fmt: skip


def area(one: Any) -> dict[str, Any]:
    rate = one.rate
    return {
        "name": one.name, "count": rate.count, "people": rate.exposure, "rate": rate.rate, "low": rate.interval.low,
        "high": rate.interval.high, "drawn": rate.drawn, "verdict": rate.verdict,
    }  # fmt: skip


def rule(made: Measured) -> dict[str, Any]:
    found = made.standing
    return {
        "name": RULE, "reason": found.reason, "expected": found.expected, "behind": found.behind,
        "tolerance": made.card.draft.tolerance, "is_final": found.is_final, "published_at": reverse("impact:rule"),
    }  # fmt: skip


def target(one: Target | None) -> dict[str, Any] | None:
    return {"at": iso(one.at), "value": one.value, "kind": one.kind} if one else None


def pair(made: Measured) -> dict[str, Any] | None:
    return {"period": iso(made.baseline.at), "value": made.baseline.value} if made.baseline else None


def question(query: Query) -> dict[str, Any]:
    """In the words of the Explore API, so that it can be asked there as it stands."""
    found: dict[str, Any] = {
        "dataset": query.dataset,
        "version": query.version,
        "select": odsql.print_select(query.select),
    }
    found["where"] = odsql.print_where(query.where) if query.where is not None else ""
    found["group_by"] = odsql.print_group_by(query.groups) if query.groups else ""
    found["order_by"] = odsql.print_order_by(query.order_by)
    return found | {"timezone": query.zone}


def iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None


def indicator_csv(request: HttpRequest, key: str) -> HttpResponse:
    """The series: period, value, what the path said, status. Raises UnknownIndicator."""
    made = impact.measured(impact.indicator(key, language()), reader_of(request), city().now(), language())
    rows = [(iso(one.at), one.value, one.expected, one.status.value) for one in made.series]
    return as_csv(f"{key}.csv", ("period", "value", "expected", "status"), rows)


def overview_csv(request: HttpRequest) -> HttpResponse:
    """One line for each indicator."""
    made = impact.overview(reader_of(request), city().now(), language())
    head = ("key", "title", "value", "unit", "period", "status", "expected", "target", "target_at", "theme", "area")
    return as_csv("indicators.csv", head, [overview_row(one) for one in made])


def overview_row(one: Measured) -> tuple[Any, ...]:
    aim = one.standing.target or one.standing.limit
    return (
        one.card.key, one.card.title, one.latest.value if one.latest else "", one.card.unit, iso(one.latest.at) if one.latest else "",
        one.standing.status.value, one.standing.expected, aim.value if aim else "", iso(aim.at) if aim else "", one.card.theme, one.card.area,
    )  # fmt: skip


def overview_json(request: HttpRequest) -> HttpResponse:
    made = impact.overview(reader_of(request), city().now(), language())
    found = [
        {
            "key": one.card.key, "title": one.card.title, "value": one.latest.value if one.latest else None, "unit": one.card.unit,
            "period": iso(one.latest.at) if one.latest else None, "status": one.standing.status,
            "target": target(one.standing.target or one.standing.limit), "theme": one.card.theme, "area": one.card.area,
            "url": request.build_absolute_uri(reverse("impact:indicator-json", args=[one.card.key])),
        }
        for one in made
    ]  # fmt: skip
    return JsonResponse(
        {"total": len(found), "indicators": found}, headers=OPEN, json_dumps_params={"ensure_ascii": False}
    )


def as_csv(name: str, head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8", headers=OPEN)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def project_json(request: HttpRequest, key: str) -> HttpResponse:
    """Raises UnknownProject."""
    card = impact.project(key, language())
    return JsonResponse(project(card, request), headers=OPEN, json_dumps_params={"ensure_ascii": False})


def project(card: ProjectCard, request: HttpRequest) -> dict[str, Any]:
    found = promises.written(card.draft) | {
        "title": card.title, "summary": card.summary, "reason": card.reason, "owner": card.owner_name,
        "planned": text(card.planned), "spent": text(card.spent),
    }  # fmt: skip
    found["milestones"] = [
        {
            "title": one.title,
            "note": one.note,
            "due_on": iso(one.due_on),
            "done_on": iso(one.done_on),
            "assessment": one.tone,
        }
        for one in card.milestones
    ]
    found["money"] = [
        {"kind": one.kind, "amount": str(one.amount), "on": iso(one.on), "note": one.note} for one in card.money
    ]
    found["documents"] = [{"title": one.title, "url": one.url, "on": iso(one.on)} for one in card.documents]
    found["measured"] = [
        words.plain(effect(one)) for one in impact.effects(card, reader_of(request), city().now(), language())
    ]
    return found


def effect(one: Any) -> dict[str, Any]:
    found = one.effect
    return {
        "indicator": one.indicator.key, "since": iso(one.since), "finding": found.finding, "before": found.before,
        "after": found.after, "change": found.change, "low": found.interval.low if found.interval else None,
        "high": found.interval.high if found.interval else None, "grade": found.grade, "is_better": one.is_better,
    }  # fmt: skip


def text(amount: object) -> str | None:
    return None if amount is None else str(amount)
