"""A small city to report problems in: a square with an old town, three categories, two bodies."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from civora.core.policy.types import Reader
from civora.people import actions as people
from civora.reports import actions
from civora.reports.types import Area, Category, Datatype, Place, Question, Sent

AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
WORKER = Reader("worker@example.org", roles=frozenset({("lights", "case-worker")}))
DESK = Reader("desk@example.org", roles=frozenset({("city", "case-worker")}))
STRANGER = Reader("stranger@example.org", roles=frozenset({("roads", "case-worker")}))
HERE = Place(51.96, 7.62, "Promenade")
NUMBER = Question("number", Datatype.STRING, {"en": "Number on the lamp", "de": "Nummer"}, {"en": "If you see one"})
STATE = Question(
    "state", Datatype.ONE, {"en": "What does it do?"}, is_required=True,
    values=(("off", {"en": "It is off"}), ("flickers", {"en": "It flickers"})),
)  # fmt: skip


def square(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def category(key: str = "light", *, body: str = "lights", **more: Any) -> Category:
    given = {
        "name": {"en": key.title(), "de": f"{key} (de)"}, "description": {"en": f"All about {key}."}, "group": {"en": "Street"},
        "keywords": (key,), "questions": (), "radius_m": 100, "areas": (), "assets": "", "order": 0, **more,
    }  # fmt: skip
    return Category(key=key, body=body, **given)  # type: ignore[arg-type]  # a test's words


def city() -> None:
    """What the tests of reports begin with."""
    for key, name in (("lights", "Street lighting"), ("roads", "Roads"), ("city", "City")):
        people.add_organisation(key=key, name=name, by="test", at=AT)
    for area in (
        Area("city", "City", None, True, square(7.5, 51.9, 7.7, 52.0)),
        Area("old-town", "Old town", 9_000, False, square(7.61, 51.95, 7.63, 51.97)),
        Area("harbour", "Harbour", 3_000, False, square(7.63, 51.95, 7.65, 51.97)),
    ):
        actions.set_area(area=area, by="test", at=AT)
    actions.set_category(category=category(questions=(NUMBER,)), by="test", at=AT)
    actions.set_category(category=category("road", body="roads", radius_m=50, questions=(STATE,)), by="test", at=AT)
    actions.set_category(category=category("harbour", areas=("harbour",), radius_m=0), by="test", at=AT)


def key() -> str:
    return secrets.token_urlsafe(24)


def sent(text: str = "The lamp is out.", **more: Any) -> Sent:
    given = {"category": "light", "place": HERE, "sent": key(), "at": AT, **more}
    return actions.report(description=text, **given)
