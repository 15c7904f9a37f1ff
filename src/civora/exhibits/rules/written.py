"""Exhibits as they are kept and as `/api/v1/exhibits/` writes them: questions in ODSQL, texts by language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from civora.core.keys import dataset_key, split_version
from civora.core.query import odsql
from civora.core.query.ast import Query, Refinement
from civora.core.query.dates import time_zone
from civora.exhibits.errors import BadExhibit
from civora.exhibits.types import LANGUAGES, Content, Kind, Texts

ROWS_AT_MOST = 10_000
TEXT_AT_MOST = {"title": 200, "takeaway": 300, "about": 600, "alt": 1_000, "label": 200}
QUERY_WORDS = {"dataset", "select", "where", "group_by", "having", "order_by", "refine", "limit", "timezone"}
CONTENT_WORDS = {"kind", "queries", "spec", "title", "takeaway", "about", "alt", "labels"}


def query_as_text(query: Query) -> dict[str, Any]:
    """Only what says something."""
    pinned = f"{query.dataset}@{query.version}" if query.version else query.dataset
    found: dict[str, Any] = {"dataset": pinned}
    if query.select:
        found["select"] = odsql.print_select(query.select)
    if query.where is not None:
        found["where"] = odsql.print_where(query.where)
    if query.groups:
        found["group_by"] = odsql.print_group_by(query.groups)
    if query.having is not None:
        found["having"] = odsql.print_where(query.having)
    if query.order_by:
        found["order_by"] = odsql.print_order_by(query.order_by)
    if query.refine:
        found["refine"] = [f"{one.field}:{one.value}" for one in query.refine if not one.is_excluded]
    return found | {"limit": query.limit if query.limit is not None else ROWS_AT_MOST, "timezone": query.zone}


def query_from_text(given: Any, place: str, zone: str) -> Query:
    """Raises BadExhibit with the place, and the errors of ODSQL."""
    if not isinstance(given, dict) or not isinstance(given.get("dataset"), str) or set(given) - QUERY_WORDS:
        raise BadExhibit(
            f"{place} is no query.", next_step=f"Its words are {', '.join(sorted(QUERY_WORDS))}; dataset is needed."
        )
    words = {name: given.get(name) or "" for name in ("select", "where", "group_by", "having", "order_by")}
    refine = given.get("refine") or []
    if not all(isinstance(one, str) for one in words.values()) or not isinstance(refine, list):
        raise BadExhibit(
            f"{place} holds something that is no text.", next_step="Write each clause as ODSQL, in quotes."
        )
    limit = given.get("limit", ROWS_AT_MOST)
    if type(limit) is not int or not 1 <= limit <= ROWS_AT_MOST:
        raise BadExhibit(
            f"{place}.limit goes from 1 to {ROWS_AT_MOST:,}.", next_step="Group the rows: a drawing shows few."
        )
    key, version = split_version(given["dataset"][:200])
    pairs = (str(one).partition(":") for one in refine[:50])
    return Query(
        dataset_key(key), version,
        select=odsql.parse_select(words["select"]) if words["select"].strip() else (),
        where=odsql.parse_where(words["where"], strict=False) if words["where"].strip() else None,
        groups=odsql.parse_group_by(words["group_by"]) if words["group_by"].strip() else None,
        having=odsql.parse_where(words["having"], strict=False) if words["having"].strip() else None,
        order_by=odsql.parse_order_by(words["order_by"]) if words["order_by"].strip() else (),
        refine=tuple(Refinement(field, value) for field, _, value in pairs),
        limit=limit, zone=time_zone(str(given.get("timezone") or zone)).key,
    )  # fmt: skip


def as_kept(content: Content) -> dict[str, Any]:
    return {
        "kind": content.kind.value, "queries": {name: query_as_text(one) for name, one in content.queries.items()},
        "spec": content.spec, "title": dict(content.title), "takeaway": dict(content.takeaway), "about": dict(content.about),
        "alt": dict(content.alt), "labels": {name: dict(one) for name, one in content.labels.items()},
    }  # fmt: skip


def content(given: Mapping[str, Any], zone: str) -> Content:
    """What was written, read. Raises BadExhibit and what `query_from_text` raises."""
    unknown = set(given) - CONTENT_WORDS
    if unknown:
        raise BadExhibit(
            f"{sorted(unknown)[0][:40]!r} is no word of an exhibit.",
            next_step=f"Use {', '.join(sorted(CONTENT_WORDS))}.",
        )
    kind = given.get("kind", "chart")
    if kind not in set(Kind):
        raise BadExhibit(f"{str(kind)[:30]!r} is no kind.", next_step="An exhibit is a chart or a map.")
    queries = given.get("queries")
    if not isinstance(queries, dict) or not 1 <= len(queries) <= 8:  # noqa: PLR2004
        raise BadExhibit(
            "An exhibit has one to eight named queries.", next_step='Write "queries": {"main": {"dataset": "…"}}.'
        )
    labels = given.get("labels") or {}
    if not isinstance(labels, dict) or len(labels) > 100:  # noqa: PLR2004
        raise BadExhibit("labels is no list of words.", next_step='Write "labels": {"value": {"en": "…"}}.')
    spec = given.get("spec")
    if not isinstance(spec, dict):
        raise BadExhibit("The exhibit has no spec.", next_step="Write a Vega-Lite spec, or a map spec for a map.")
    return Content(
        Kind(kind), {str(name): query_from_text(one, f"queries.{name}"[:60], zone) for name, one in queries.items()}, spec,
        **{name: texts(given.get(name), name) for name in ("title", "takeaway", "about", "alt")},
        labels={str(name)[:40]: texts(one, "label") for name, one in labels.items()},
    )  # fmt: skip


def texts(given: Any, name: str) -> Texts:
    """A text by language; a plain string is every language's. Raises BadExhibit."""
    found = {"en": given} if isinstance(given, str) else given or {}
    if (
        not isinstance(found, dict)
        or set(found) - set(LANGUAGES)
        or not all(isinstance(one, str) for one in found.values())
    ):
        raise BadExhibit(f"{name} is no text.", next_step='Write a string, or {"en": "…", "fr": "…", "de": "…"}.')
    for lang, text in found.items():
        if len(text) > TEXT_AT_MOST[name]:
            raise BadExhibit(
                f"{name} ({lang}) is longer than {TEXT_AT_MOST[name]} characters.", next_step="Say it shorter."
            )
    return {lang: text.strip() for lang, text in found.items() if text.strip()}


def said(given: Texts, lang: str) -> str:
    """In the language, else in English, else in any."""
    return given.get(lang) or given.get("en") or next(iter(given.values()), "")


def check_title(content: Content) -> None:
    if not content.title:
        raise BadExhibit("An exhibit needs a title.", next_step="Say in a few words what it shows.")
