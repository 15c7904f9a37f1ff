"""Charts and maps of the example city, kept as its publishers would: `exhibits.toml` of the pack names them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.exhibits import actions
from civora.exhibits.queries.words import in_all_languages
from civora.exhibits.rules import compose, question, written
from civora.exhibits.types import LANGUAGES, Aggregate, Choice, Form, Note, Scale, Status, Step
from civora.ops import example
from civora.ops.boot import OPERATOR
from civora.reading import queries as reading


def load(city: Path, say: Callable[[str], None] | None = None) -> None:
    """Keep what is not kept yet. A figure whose data is not there is passed over with a word."""
    path = city / "exhibits/exhibits.toml"
    if not path.exists():
        return
    reader = Reader(OPERATOR, is_administrator=True)
    with path.open("rb") as file:
        plan = tomllib.load(file)
    for one in plan["exhibit"]:
        try:
            keep(one, reader)
        except CivoraError as error:
            if say:
                say(f"exhibit {one['key']}: {error.message}")


def keep(one: dict[str, Any], reader: Reader) -> None:
    given = {name: one[name] for name in ("title", "takeaway", "about", "alt") if name in one}
    made = drawn(one, reader) if "chart" in one else {"kind": "map", "queries": one["queries"], "spec": one["map"]}
    content = written.content(given | made, settings.CITY_ZONE)
    actions.save(
        key=one["key"], content=content, reader=reader, at=example.now(), owner=one.get("owner", ""), status=Status.PUBLISHED,
        is_example=one.get("example", False),
    )  # fmt: skip


def drawn(one: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """A chart as people choose it becomes its questions and spec; its words are the columns' labels, or those given."""
    chosen = one["chart"]
    card = reading.card(chosen["dataset"], reader)
    base = written.query_from_text(
        {"dataset": chosen["dataset"], "where": chosen.get("where", "")}, one["key"], settings.CITY_ZONE
    )
    choice = Choice(
        chosen["along"], Aggregate(chosen.get("how", "count")), chosen.get("measure", ""), Step(chosen["step"]) if "step" in chosen else None,
        chosen.get("split", ""), Form(chosen.get("form", "bar")), second=chosen.get("second", ""), smooth=chosen.get("smooth", 0),
        scale=Scale(chosen.get("scale", "linear")), target=chosen.get("target"),
        notes=tuple(Note(each["along"], each["text"]["en"]) for each in chosen.get("notes", ())),
    )  # fmt: skip
    scouted = {
        name: reading.rows(query, reader, total=False).rows
        for name, query in question.scouts(choice, base, card.schema).items()
    }
    draft = compose.compose(choice, base, card.schema, scouted)
    labels: dict[str, Any] = dict(in_all_languages())
    for lang in LANGUAGES:
        own = reading.card(chosen["dataset"], reader, None, lang).schema
        for name, field in (
            ("along", choice.along),
            ("value", choice.measure),
            ("split", choice.split),
            ("second", choice.second),
        ):
            if field:
                labels.setdefault(name, {})[lang] = (
                    f"{own.field(field).label} ({own.field(field).unit})"
                    if own.field(field).unit
                    else own.field(field).label
                )
    labels |= {f"note{at}": each["text"] for at, each in enumerate(chosen.get("notes", ()), 1)} | one.get("labels", {})
    used = str(draft.spec)
    queries = {name: written.query_as_text(query) for name, query in draft.queries.items()}
    kept = {name: texts for name, texts in labels.items() if f"{{{{{name}}}}}" in used or name == "rest"}
    return {"kind": "chart", "queries": queries, "spec": draft.spec, "labels": kept}
