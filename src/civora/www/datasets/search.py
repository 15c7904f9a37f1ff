"""The state of the catalogue stands in its address.

| parameter | means |
|---|---|
| `q` | words, in any language of the portal; typing errors are forgiven |
| `theme` `publisher` `licence` `features` `format` `modified` | filters, repeatable |
| `bbox` | `west,south,east,north`: datasets that lie there |
| `sort` | `-modified` or `title`; best match when absent |
| `page` | from 1 |
| `all` | a filter whose values are all shown |
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from civora.core.errors import Refused
from civora.www.addresses import with_params
from civora.www.parts import Chosen, FacetGroup, facet_group

FACETS = ("theme", "publisher", "features", "format", "licence", "modified")
LABELS = {
    "theme": gettext_lazy("Theme"),
    "publisher": gettext_lazy("Published by"),
    "features": gettext_lazy("Can be seen as"),
    "format": gettext_lazy("Format"),
    "licence": gettext_lazy("Licence"),
    "modified": gettext_lazy("Updated"),
}
CLOSED = ("format", "licence", "modified")
SORTS = {
    "": gettext_lazy("Best match"),
    "-modified": gettext_lazy("Most recently updated"),
    "title": gettext_lazy("Name"),
}
FEATURES = {
    "table": gettext_lazy("Table"),
    "analyze": gettext_lazy("Chart"),
    "chart": gettext_lazy("Chart"),
    "timeserie": gettext_lazy("Time series"),
    "geo": gettext_lazy("Map"),
    "map": gettext_lazy("Map"),
    "image": gettext_lazy("Pictures"),
    "calendar": gettext_lazy("Calendar"),
}
PAGE_SIZE = 20
Box = tuple[float, float, float, float]


class BadParameter(Refused):
    """A parameter of the address that cannot be read."""

    code = "www.bad_parameter"


@dataclass(frozen=True, slots=True)
class Search:
    q: str
    filters: dict[str, tuple[str, ...]]
    bbox: Box | None
    sort: str
    page: int

    @property
    def is_narrowed(self) -> bool:
        return bool(any(self.filters.values()) or self.bbox)


def search(params: QueryDict) -> Search:
    """Read the address. Raises BadParameter, naming the parameter."""
    return Search(
        q=params.get("q", "").strip()[:200],
        filters={name: tuple(params.getlist(name)[:20]) for name in FACETS if params.get(name)},
        bbox=_box(params.get("bbox", "")),
        sort=params.get("sort", "") if params.get("sort", "") in SORTS else "",
        page=_page(params.get("page", "1")),
    )


def _page(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) < 1:
        raise BadParameter(
            gettext("page={text} is not a page.").format(text=text[:30]),
            next_step=gettext("Give a whole number from 1."),
        )
    return int(text)


def _box(text: str) -> Box | None:
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west, south, east, north = 1.0, 1.0, 0.0, 0.0
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        message = gettext("bbox={text} is not a map area.").format(text=text[:60])
        raise BadParameter(message, next_step=gettext("Give west,south,east,north in degrees."))
    return west, south, east, north


def label_of(name: str, value: str, label: str = "") -> str:
    """A facet value in words."""
    if name == "features":
        return str(FEATURES.get(value, value))
    if name == "format":
        return value.upper() if len(value) <= 8 else value
    return label or value


def groups(params: QueryDict, counts: dict[str, tuple[tuple[str, str, int], ...]]) -> tuple[FacetGroup, ...]:
    """`counts`: per filter its (value, label, count)."""
    return tuple(
        facet_group(
            params,
            name=name,
            label=str(LABELS[name]),
            counts=tuple((value, label_of(name, value, label), count) for value, label, count in counts[name]),
            is_open=name not in CLOSED,
        )
        for name in FACETS
        if counts.get(name)
    )


def chosen(params: QueryDict, asked: Search, counts: dict[str, tuple[tuple[str, str, int], ...]]) -> tuple[Chosen, ...]:
    """Each filter that is on, with the address without it."""
    found = []
    for name, values in asked.filters.items():
        labels = {value: label for value, label, _ in counts.get(name, ())}
        for value in values:
            rest = [other for other in values if other != value]
            value_words = label_of(name, value, labels.get(value, ""))
            words = gettext("{filter}: {value}").format(filter=LABELS[name], value=value_words)
            found.append(Chosen(words, with_params(params, page=None, **{name: rest})))
    if asked.bbox:
        found.append(Chosen(gettext("Inside a map area"), with_params(params, page=None, bbox=None)))
    return tuple(found)
