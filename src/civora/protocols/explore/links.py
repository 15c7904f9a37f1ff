"""Links from one answer to others (`_links`), and what include_links and include_app_metas add to it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from civora.catalog.types import DatasetCard
from civora.core.query.ast import Query
from civora.protocols.explore.dialect import PAGE, WINDOW, Extras
from civora.reading import CATALOGUE
from civora.reading.types import Rows

JSONDict = dict[str, Any]
HIDDEN = ("apikey", "access_token")


def link(rel: str, href: str) -> JSONDict:
    return {"rel": rel, "href": href}


def of_catalogue(base: str) -> JSONDict:
    return {"links": [link("self", f"{base}/catalog")]
            + [link(rel, f"{base}/catalog/{rel}") for rel in ("datasets", "facets", "exports")]}  # fmt: skip


def of_formats(address: str, formats: Iterable[str]) -> JSONDict:
    """`/exports`: what there is, as links."""
    return {"_links": [link("self", address)] + [link(one, f"{address}/{one}") for one in formats]}


def of_page(here: str, params: Mapping[str, Sequence[str]], found: Rows, query: Query, base: str) -> list[JSONDict]:
    """`next` carries a cursor, which knows no window; `last` is left out beyond the window. Keys are in no link."""

    def moved(**changes: object) -> str:
        kept = [(k, v) for k, vs in params.items() if k not in ("offset", "cursor", *HIDDEN) for v in vs]
        words = urlencode([*kept, *((name, str(value)) for name, value in changes.items())])
        return f"{here}?{words}" if words else here

    place: dict[str, object] = (
        {"cursor": query.after} if query.after else {"offset": query.offset} if query.offset else {}
    )
    made = [link("self", moved(**place)), link("first", moved())]
    size = query.limit or PAGE
    last = ((found.total or 1) - 1) // size * size
    if query.groups is None and last + size <= WINDOW:
        made.append(link("last", moved(offset=last)))
    if query.offset and not query.after:
        made.append(link("prev", moved(offset=max(0, query.offset - size))))
    if found.next_cursor:
        made.append(link("next", moved(cursor=found.next_cursor)))
    return made + of_source(found.card, base)


def of_source(card: DatasetCard, base: str) -> list[JSONDict]:
    if card.key == CATALOGUE:
        return [link("catalog", f"{base}/catalog")]
    return [link("dataset", f"{base}/catalog/datasets/{card.key}"), link("catalog", f"{base}/catalog/datasets")]


# ---- what is added to results --------------------------------------------------------------------------------------


def with_links(shape: JSONDict, card: DatasetCard, base: str, wanted: Extras) -> JSONDict:
    """One dataset, with where its parts are."""
    here = f"{base}/catalog/datasets/{card.key}"
    rels = ("records", "facets", "exports", "attachments")
    made = dict(shape)
    if wanted.links:
        made["_links"] = [link("self", here)] + [link(rel, f"{here}/{rel}") for rel in rels]
    if wanted.app_metas:
        made |= {"_id": card.uid, "_timestamp": card.modified_at.isoformat(), "_size": len(orjson.dumps(shape))}
    return made


def with_metas(results: list[JSONDict], found: Rows, base: str, wanted: Extras) -> list[JSONDict]:
    """Records with identifier, time of their version, size of their JSON in bytes, and links."""
    at = found.card.modified_at.isoformat()
    made = []
    for one, identity in zip(results, found.ids, strict=True):
        more: JSONDict = {}
        if wanted.app_metas:
            more |= {"_id": identity, "_timestamp": at, "_size": len(orjson.dumps(one, default=str))}
        if wanted.links:
            more["_links"] = of_record(found.card, identity, base)
        made.append(one | more)
    return made


def of_record(card: DatasetCard, identity: str, base: str) -> list[JSONDict]:
    here = f"{base}/catalog/datasets/{card.key}"
    return [link("self", f"{here}/records/{quote(identity, safe='')}"), *of_source(card, base)]
