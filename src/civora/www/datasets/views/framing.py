"""What every view of a dataset begins with: the card as this reader may see it, the state in the address, the frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from civora.catalog import queries as catalog
from civora.catalog.errors import UnknownDataset
from civora.catalog.types import DatasetCard
from civora.core.keys import split_version
from civora.core.policy.types import Reader
from civora.core.query.ast import Query
from civora.core.schema import GEOGRAPHIC
from civora.reading import queries as reading
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.datasets import forms
from civora.www.datasets.pages import Fact, Frame, OldVersion, Tab
from civora.www.datasets.structured import structured
from civora.www.pages import reader_of
from civora.www.parts import Crumb, Provenance
from civora.www.reuses.views import dataset_line

KEPT = ("q", "where", "refine", "bbox")  # the filters of a view
TABS: tuple[tuple[str, Any], ...] = (
    ("table", gettext_lazy("Table")),
    ("map", gettext_lazy("Map")),
    ("chart", gettext_lazy("Chart")),
    ("history", gettext_lazy("History")),
    ("export", gettext_lazy("Download")),
    ("api", gettext_lazy("API")),
    ("talk", gettext_lazy("Talk")),
)
FREQUENCIES = {
    "every 5 minutes": gettext_lazy("every 5 minutes"), "every 15 minutes": gettext_lazy("every 15 minutes"),
    "hourly": gettext_lazy("hourly"), "daily": gettext_lazy("daily"), "weekly": gettext_lazy("weekly"),
    "monthly": gettext_lazy("monthly"), "yearly": gettext_lazy("yearly"), "irregular": gettext_lazy("from time to time"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """One request to one dataset. `key` is as the address has it, with its version if it names one."""

    request: HttpRequest
    key: str
    card: DatasetCard
    reader: Reader
    state: forms.State

    @property
    def query(self) -> Query:
        return forms.question(self.state, self.card.schema)

    def url(self, view: str, **changes: object) -> str:
        """Another view of the same rows: filters are kept, sorting and page are not."""
        kept = {name: self.request.GET.getlist(name) for name in forms.FILTERS if self.request.GET.get(name)}
        tail = with_params({**kept, **changes})
        return reverse(f"datasets:{view}", args=[self.key]) + (tail if tail != "?" else "")

    def absolute(self, view: str, **changes: object) -> str:
        return self.request.build_absolute_uri(self.url(view, **changes))


def view(made: Callable[[Seen], HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets `Seen`. An old key leads to the new one; what may not be seen is not there."""

    @require_safe
    @wraps(made)
    def wrapped(request: HttpRequest, key: str) -> HttpResponse:
        bare, version = split_version(key)
        reader = reader_of(request)
        try:
            card = reading.card(bare, reader, version, formats.language())
        except UnknownDataset:
            new = catalog.new_key(bare)
            if new is None or not may_see(new, reader):
                raise
            return HttpResponsePermanentRedirect(request.get_full_path().replace(f"/{bare}/", f"/{new}/", 1))
        return made(Seen(request, key, card, reader, forms.state(key, request.GET)))

    return wrapped


def may_see(key: str, reader: Reader) -> bool:
    try:
        reading.card(key, reader)
    except UnknownDataset:
        return False
    return True


def frame(seen: Seen, tab: str) -> Frame:
    card, lang = seen.card, formats.language()
    newest = reading.card(card.key, seen.reader, None, lang).version
    theme = card.themes[0] if card.themes else None
    crumbs = [Crumb(gettext("Data"), reverse("datasets:catalogue"))]
    if theme:
        crumbs.append(Crumb(theme.label, reverse("datasets:catalogue") + f"?theme={theme.key}"))
    return Frame(
        key=card.key, title=card.title, summary=card.description, crumbs=tuple(crumbs), facts=facts(seen), tabs=tabs(seen, tab),
        tab_label=str(dict(TABS)[tab]), title_lang=card.title_lang if card.title_lang != lang else "",
        summary_lang=card.description_lang if card.description_lang != lang else "", is_example=card.is_example,
        old_version=OldVersion(card.version, reverse("datasets:dataset", args=[card.key])) if card.version != newest else None,
        structured=structured(card, seen.request.build_absolute_uri("/")),
    )  # fmt: skip


def tabs(seen: Seen, current: str) -> tuple[Tab, ...]:
    has_place = seen.card.schema.first(*GEOGRAPHIC) is not None
    return tuple(Tab(str(label), seen.url(name), name == current) for name, label in TABS if name != "map" or has_place)


def facts(seen: Seen) -> tuple[Fact, ...]:
    card = seen.card
    often = FREQUENCIES.get(card.frequency, card.frequency)
    pinned = reverse("datasets:dataset", args=[f"{card.key}@{card.version}"])
    found = [
        Fact(gettext("Rows"), formats.number(card.rows)),
        Fact(
            gettext("Updated"), formats.day(card.modified_at), url=reverse("datasets:history", args=[card.key]),
            note=f", {often}" if often else "",
        ),
        Fact(gettext("Version"), f"@{card.version}", more=gettext("permalink"), more_url=pinned),
        Fact(gettext("Published by"), card.publisher.name, url=card.publisher.url) if card.publisher.name else None,
        Fact(gettext("Source"), card.source_name, url=card.source_url) if card.source_name else None,
        Fact(gettext("Licence"), card.licence.title, url=card.licence.url, rel="license"),
        access(seen), reused(seen),
    ]  # fmt: skip
    return tuple(fact for fact in found if fact)


def reused(seen: Seen) -> Fact | None:
    """What people made of it, where they showed something."""
    words, _, url = dataset_line(seen.card.key, seen.reader)
    return Fact(gettext("Made of it"), words, url=url) if words else None


def access(seen: Seen) -> Fact | None:
    """Said only where not everyone may read the rows."""
    found = reading.access(seen.card.key, seen.reader)
    if found.is_open:
        return None
    return Fact(gettext("Who may see it"), gettext("Not everyone"), note=f" ({found.audience})")


def keep_url(seen: Seen, name: str, links: Mapping[str, object] | None = None) -> str:
    """Where a publisher keeps this chart or map as an exhibit, with its filters; nothing for others."""
    is_publisher = seen.reader.is_administrator or any(
        role in ("administrator", "publisher") for _, role in seen.reader.roles
    )
    if not is_publisher:
        return ""
    kept = {one: seen.request.GET.getlist(one) for one in KEPT if seen.request.GET.get(one)}
    return reverse(name) + with_params({"dataset": seen.key, **kept, **(links or {})})


def source(seen: Seen, *, table: bool = True, embed: bool = True) -> Provenance:
    card = seen.card
    return Provenance(
        source=card.source_name or card.publisher.name or card.title, source_url=card.source_url, version=card.version,
        version_url=reverse("datasets:dataset", args=[f"{card.key}@{card.version}"]), updated=card.modified_at,
        licence=card.licence.title, licence_url=card.licence.url, table_url=seen.url("table") if table else "",
        embed_url=seen.url("api") + "#embed" if embed else "", cite_url=reverse("datasets:history", args=[seen.key]) + "#cite",
        query_url=seen.url("api"),
    )  # fmt: skip


def source_parts(seen: Seen) -> list[dict[str, str]]:
    """The provenance line for an island on another site."""
    card, pinned = seen.card, reverse("datasets:dataset", args=[f"{seen.card.key}@{seen.card.version}"])
    return [
        {"text": card.source_name or card.publisher.name, "url": card.source_url},
        {"text": f"@{card.version}", "url": seen.request.build_absolute_uri(pinned)},
        {"text": gettext("updated {day}").format(day=formats.day(card.modified_at)), "url": ""},
        {"text": card.licence.title, "url": card.licence.url},
    ]
