"""`/api/v1/indicators` and `/api/v1/projects`: read, create and change what the city promised, as the desk does."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

from civora.core.policy.types import Reader
from civora.impact import actions
from civora.impact import queries as impact
from civora.impact.rules import promises, words
from civora.impact.types import IndicatorCard, Measured, ProjectCard
from civora.protocols.own.api import api
from civora.protocols.own.views import asks, changes


class IndicatorIn(BaseModel):
    """An indicator as docs/reference/impact.md says. Texts are strings or by language. When changing, what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    key: str = ""
    title: str | dict[str, str] | None = None
    unit: str | dict[str, str] | None = None
    description: str | dict[str, str] | None = None
    source: dict[str, Any] | None = None
    toward: str | None = None
    frequency: str | None = None
    theme: str | None = None
    area: str | None = None
    owner: str | None = None
    targets: list[dict[str, Any]] | None = None
    target_source: dict[str, Any] | None = None
    path_source: dict[str, Any] | None = None
    baseline_at: str | None = None
    tolerance: float | None = None
    frames: list[str] | None = None
    by_area: dict[str, Any] | None = None
    digits: int | None = None
    next_update_on: str | None = None
    position: int | None = None
    part_of: str | None = None
    is_example: bool | None = None


class PointOf(BaseModel):
    period: date
    value: float
    expected: float | None
    status: str


class IndicatorOf(BaseModel):
    """`definition` is what may be sent back, changed. `version` is that of the dataset, `number` that of the definition."""

    key: str
    number: int
    changed_at: datetime
    owner: str
    title: str
    unit: str
    value: float | None
    period: date | None
    status: str
    reason: str
    expected: float | None
    behind: float | None
    version: int | None
    series: list[PointOf]
    definition: dict[str, Any]


class IndicatorsOf(BaseModel):
    total: int
    indicators: list[IndicatorOf]


class StatementIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str | dict[str, str]
    name: str = Field(max_length=150)
    said_on: date | None = None


class Withdrawn(BaseModel):
    key: str
    withdrawn: bool


def shape(made: Measured) -> IndicatorOf:
    card, found = made.card, made.standing
    return IndicatorOf(
        key=card.key, number=card.number, changed_at=card.changed_at, owner=card.owner, title=card.title, unit=card.unit,
        value=made.latest.value if made.latest else None, period=made.latest.at if made.latest else None, status=found.status.value,
        reason=found.reason, expected=found.expected, behind=found.behind, version=made.dataset.version if made.dataset else None,
        series=[PointOf(period=one.at, value=one.value, expected=one.expected, status=one.status.value) for one in made.series],
        definition=words.written(card.draft),
    )  # fmt: skip


def measured(card: IndicatorCard, reader: Reader) -> IndicatorOf:
    return shape(impact.measured(card, reader, moment(), settings.LANGUAGE_CODE))


def moment() -> datetime:
    """Now, or the moment that the example city plays, so that page and API say the same."""
    at = settings.CITY.get("clock", {}).get("at")
    if not at:
        return now()
    found = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(settings.CITY_ZONE))


def given(body: IndicatorIn) -> dict[str, Any]:
    """What was sent; what was not stays as it is."""
    return {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}


@api.get("/indicators", response=IndicatorsOf, include_in_schema=False)
@api.get("/indicators/", response=IndicatorsOf, summary="The indicators, with their values", operation_id="indicators")
def indicators(request: HttpRequest, theme: str = "", area: str = "", frame: str = "") -> IndicatorsOf:
    reader = asks(request)
    found = impact.indicators(settings.LANGUAGE_CODE, theme=theme, area=area or None, frame=frame)
    return IndicatorsOf(total=len(found), indicators=[measured(card, reader) for card in found])


@api.post("/indicators", response=IndicatorOf, include_in_schema=False)
@api.post("/indicators/", response=IndicatorOf, summary="Make an indicator", operation_id="make_indicator")
def make(request: HttpRequest, body: IndicatorIn) -> IndicatorOf:
    """With the key of a publisher of the organisation responsible. The question is asked once: a wrong field is refused."""
    reader = changes(request)
    actions.save_indicator(given=given(body), reader=reader, at=now(), is_new=True)
    return measured(impact.indicator(body.key, settings.LANGUAGE_CODE), reader)


@api.get("/indicators/{key}", response=IndicatorOf, summary="One indicator", operation_id="indicator")
def indicator(request: HttpRequest, key: str) -> IndicatorOf:
    return measured(impact.indicator(key, settings.LANGUAGE_CODE), asks(request))


@api.patch("/indicators/{key}", response=IndicatorOf, summary="Change an indicator", operation_id="change_indicator")
def change(request: HttpRequest, key: str, body: IndicatorIn) -> IndicatorOf:
    """What is left out stays; each change keeps the definition before."""
    reader = changes(request)
    kept = words.written(impact.definition(key))
    actions.save_indicator(given=kept | given(body) | {"key": key}, reader=reader, at=now(), is_new=False)
    return measured(impact.indicator(key, settings.LANGUAGE_CODE), reader)


@api.delete("/indicators/{key}", response=Withdrawn, summary="Withdraw an indicator", operation_id="withdraw_indicator")
def withdraw(request: HttpRequest, key: str) -> Withdrawn:
    actions.withdraw_indicator(key=key, reader=changes(request), at=now())
    return Withdrawn(key=key, withdrawn=True)


@api.post(
    "/indicators/{key}/statement",
    response=IndicatorOf,
    summary="What the person responsible says",
    operation_id="say_about_indicator",
)
def say(request: HttpRequest, key: str, body: StatementIn) -> IndicatorOf:
    reader, at = changes(request), now()
    texts = {"en": body.text} if isinstance(body.text, str) else body.text
    actions.say(key=key, texts=texts, name=body.name, said_on=body.said_on or at.date(), reader=reader, at=at)
    return measured(impact.indicator(key, settings.LANGUAGE_CODE), reader)


class ProjectIn(BaseModel):
    """A project as docs/reference/impact.md says. When changing, what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    key: str = ""
    title: str | dict[str, str] | None = None
    kind: str | None = None
    summary: str | dict[str, str] | None = None
    reason: str | dict[str, str] | None = None
    stage: str | None = None
    owner: str | None = None
    theme: str | None = None
    area: str | None = None
    source: str | None = None
    promised_on: str | None = None
    promised_by: str | None = None
    done_on: str | None = None
    promised_cost: str | float | None = None
    currency: str | None = None
    indicators: list[str] | None = None
    effects: list[dict[str, Any]] | None = None
    assessment: str | None = None
    is_example: bool | None = None


class ProjectOf(BaseModel):
    key: str
    title: str
    kind: str
    stage: str
    owner: str
    planned: str | None
    spent: str | None
    changed_at: datetime
    definition: dict[str, Any]


class ProjectsOf(BaseModel):
    total: int
    projects: list[ProjectOf]


def project_shape(card: ProjectCard) -> ProjectOf:
    return ProjectOf(
        key=card.key, title=card.title, kind=card.kind.value, stage=card.stage.value, owner=card.owner,
        planned=None if card.planned is None else str(card.planned), spent=None if card.spent is None else str(card.spent),
        changed_at=card.changed_at, definition=promises.written(card.draft),
    )  # fmt: skip


@api.get("/projects", response=ProjectsOf, include_in_schema=False)
@api.get("/projects/", response=ProjectsOf, summary="The projects", operation_id="projects")
def projects(request: HttpRequest, kind: str = "", stage: str = "", theme: str = "") -> ProjectsOf:
    asks(request)
    found = impact.projects(settings.LANGUAGE_CODE, kind=kind, stage=stage, theme=theme)
    return ProjectsOf(total=len(found), projects=[project_shape(one) for one in found])


@api.post("/projects", response=ProjectOf, include_in_schema=False)
@api.post("/projects/", response=ProjectOf, summary="Make a project", operation_id="make_project")
def make_project(request: HttpRequest, body: ProjectIn) -> ProjectOf:
    sent = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
    actions.save_project(given=sent, reader=changes(request), at=now(), is_new=True)
    return project_shape(impact.project(body.key, settings.LANGUAGE_CODE))


@api.get("/projects/{key}", response=ProjectOf, summary="One project", operation_id="project")
def project(request: HttpRequest, key: str) -> ProjectOf:
    asks(request)
    return project_shape(impact.project(key, settings.LANGUAGE_CODE))


@api.patch("/projects/{key}", response=ProjectOf, summary="Change a project", operation_id="change_project")
def change_project(request: HttpRequest, key: str, body: ProjectIn) -> ProjectOf:
    reader = changes(request)
    sent = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
    kept = promises.written(impact.project(key, settings.LANGUAGE_CODE).draft)
    actions.save_project(given=kept | sent | {"key": key}, reader=reader, at=now(), is_new=False)
    return project_shape(impact.project(key, settings.LANGUAGE_CODE))


def now() -> datetime:
    return timezone.now()
