"""Reports: one, several, near a place, by follow code; and their timelines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from civora.core.policy.types import Reader
from civora.reports import models, rules
from civora.reports.errors import UnknownCode, UnknownReport
from civora.reports.rules import personal, places
from civora.reports.types import Case, Contact, Filter, Near, Note, ReportCard, Status, Turn, Update, Who

MOST = 1_000
NEAREST = 5
NEAR_DAYS = 180


def card_of(row: models.Report) -> ReportCard:
    answers = tuple((code, tuple(values)) for code, values in row.answers.items())
    return ReportCard(
        row.key, row.category.key, Status(row.status), row.reason, row.text, row.lat, row.lon, row.address, row.area,
        row.asset_dataset, row.asset_id, row.asset_label, answers, row.body, row.channel, row.lang, row.at, row.changed_at,
        row.closed_at, row.expected_at, row.duplicate_of.key if row.duplicate_of else "", row.joined, row.is_public,
        row.is_hidden or row.is_erased, row.is_example, row.external,
    )  # fmt: skip


def chosen(given: Filter) -> QuerySet[models.Report]:
    rows = models.Report.objects.select_related("category", "duplicate_of").filter(is_erased=False)
    if not given.private:
        rows = rows.filter(is_public=True, is_hidden=False)
    plain = {
        "category__key": given.category,
        "area": given.area,
        "body": given.body,
        "status": given.status,
        "assignee": given.assignee,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if given.is_open is not None:
        rows = rows.filter(closed_at__isnull=given.is_open)
    if given.bodies is not None:
        rows = rows.filter(body__in=given.bodies)
    if given.is_unassigned:
        rows = rows.filter(assignee="")
    if given.categories:
        rows = rows.filter(category__key__in=given.categories)
    if given.keys:
        rows = rows.filter(key__in=given.keys)
    if given.bbox:
        west, south, east, north = given.bbox
        rows = rows.filter(lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east)
    if given.text:
        rows = rows.filter(Q(text__icontains=given.text) | Q(address__icontains=given.text) | Q(key=given.text.lower()))
    return rows.filter(**moments(given))


def moments(given: Filter) -> dict[str, datetime]:
    edges = {
        "at__gte": given.since, "at__lte": given.until, "changed_at__gte": given.changed_since, "changed_at__lte": given.changed_until,
    }  # fmt: skip
    return {name: edge for name, edge in edges.items() if edge}


def reports(given: Filter, *, limit: int = 20, offset: int = 0, newest_first: bool = True) -> tuple[ReportCard, ...]:
    """The reports of a filter, newest first."""
    order = ("-at", "-id") if newest_first else ("at", "id")
    rows = chosen(given).order_by(*order)[offset : offset + min(limit, MOST)]
    return tuple(card_of(row) for row in rows)


def cursor_page(given: Filter, *, after: int = 0, limit: int = MOST) -> tuple[tuple[ReportCard, ...], int]:
    """A page of all reports in the order of their making, and where the next begins; 0 at the end. For exports."""
    rows = list(chosen(given).filter(pk__gt=after).order_by("pk")[:limit])
    return tuple(card_of(row) for row in rows), rows[-1].pk if len(rows) == limit else 0


def count(given: Filter) -> int:
    return chosen(given).count()


def report(key: str, *, private: bool = False) -> ReportCard:
    """One report. What is not on the map is there for who works on it, and by its follow code, only. Raises UnknownReport."""
    row = models.Report.objects.select_related("category", "duplicate_of").filter(key=key, is_erased=False).first()
    if row is None or not (private or (row.is_public and not row.is_hidden)):
        raise UnknownReport("There is no such report.", next_step="Check its number, or look on the map.")
    return card_of(row)


def by_code(code: str) -> ReportCard:
    """The report that a follow code opens. Raises UnknownCode."""
    row = None
    if rules.CODE.fullmatch(code):
        rows = models.Report.objects.select_related("category", "duplicate_of")
        row = rows.filter(code=rules.digest(code), is_erased=False).first()
    if row is None:
        raise UnknownCode("This code opens nothing.", next_step="Copy the whole address once more.")
    return card_of(row)


def by_token(token: str) -> ReportCard:
    """The report behind an Open311 token. Raises UnknownReport."""
    row = models.Report.objects.select_related("category", "duplicate_of").filter(token=rules.digest(token)).first()
    if row is None or not token:
        raise UnknownReport("There is no such token.", next_step="Use the token as it came.")
    return card_of(row)


def mine(person: str) -> tuple[ReportCard, ...]:
    """The reports that an account has sent or claimed, newest first."""
    rows = models.Report.objects.select_related("category", "duplicate_of").filter(owner=person, is_erased=False)
    return tuple(card_of(row) for row in rows.order_by("-at")[:MOST]) if person else ()


def near(
    lat: float, lon: float, *, radius_m: int, at: datetime, category: str = "", limit: int = NEAREST
) -> tuple[Near, ...]:
    """Open reports within a radius, nearest first."""
    if radius_m <= 0:
        return ()
    given = Filter(
        category=category, is_open=True, bbox=places.box(lon, lat, radius_m), since=at - timedelta(days=NEAR_DAYS)
    )
    found = [
        Near(card_of(row), round(places.distance_m(lon, lat, row.lon or 0, row.lat or 0)))
        for row in chosen(given).order_by("-at")[:200]
    ]
    return tuple(sorted((one for one in found if one.distance_m <= radius_m), key=lambda one: one.distance_m)[:limit])


def update_of(row: models.Update) -> Update:
    return Update(row.key, row.at, Turn(row.turn), Who(row.who), Status(row.status), row.text, row.report.key)


def timeline(key: str) -> tuple[Update, ...]:
    """What happened to a report, in order."""
    rows = models.Update.objects.select_related("report").filter(report__key=key)
    return tuple(update_of(row) for row in rows)


def updates(keys: Iterable[str]) -> dict[str, tuple[Update, ...]]:
    """The timelines of several reports, in one query."""
    found: dict[str, list[Update]] = {}
    for row in models.Update.objects.select_related("report").filter(report__key__in=list(keys)):
        found.setdefault(row.report.key, []).append(update_of(row))
    return {key: tuple(lines) for key, lines in found.items()}


def updates_between(since: datetime | None, until: datetime | None, *, limit: int = MOST) -> tuple[Update, ...]:
    """Lines of public reports in a period, oldest first."""
    rows = models.Update.objects.select_related("report").filter(
        report__is_public=True, report__is_hidden=False, report__is_erased=False
    )
    edges = {name: edge for name, edge in (("at__gte", since), ("at__lte", until)) if edge}
    return tuple(
        update_of(row) for row in rows.filter(**edges).exclude(turn=Turn.SENT.value).order_by("at", "id")[:limit]
    )


def case(key: str, reader: Reader, own: str) -> Case:
    """A report with all that who works on it needs. Raises UnknownReport, NotCaseWorker."""
    row = (
        models.Report.objects.select_related("category", "duplicate_of")
        .prefetch_related("notes", "duplicates")
        .filter(key=key, is_erased=False)
        .first()
    )
    if row is None:
        raise UnknownReport("There is no such report.", next_step="Check its number.")
    rules.check_may_handle(reader, row.body, own)
    contact = models.Contact.objects.filter(report=row).first()
    return Case(
        card_of(row), row.description, Contact(contact.email, contact.name, contact.phone) if contact else None, row.assignee,
        tuple(Note(one.at, one.by, one.text) for one in sorted(row.notes.all(), key=lambda one: one.at)),
        personal.spotted(row.description), tuple(one.key for one in row.duplicates.all()), row.text == row.description,
    )  # fmt: skip
