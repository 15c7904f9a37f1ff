"""The gallery and one reuse."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from civora.catalog import queries as catalog
from civora.community import queries as community
from civora.community.types import ReuseCard, ReuseKind, ShownState
from civora.core.errors import NotFound
from civora.core.policy.types import Reader
from civora.reading import queries as reading
from civora.voices import queries as voices
from civora.voices.errors import UnknownPicture
from civora.voices.rules import may_moderate
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.pages import Twin, page, reader_of
from civora.www.parts import Crumb, Empty, facet_group, pager
from civora.www.reports.photos import served
from civora.www.reuses.pages import Card, GalleryPage, ReusePage
from civora.www.reuses.words import KINDS

SHOWN_TEXT = 220


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Filters stand in the address: `q`, `kind`, `theme`, `dataset`, `page`."""
    given, lang, reader = request.GET, formats.language(), reader_of(request)
    at = given.get("page", "1")
    found = community.reuses(
        reader, text=given.get("q", "")[:200], kind=given.get("kind", ""), theme=given.get("theme", ""),
        dataset=given.get("dataset", ""), page=int(at) if at.isdecimal() and len(at) < 6 else 1, lang=lang,  # noqa: PLR2004 (digits)
    )  # fmt: skip
    themes = {one.key: one.label for one in catalog.themes(lang)}
    kinds = tuple((value, kind_words(value), count) for value, count in found.kinds)
    groups = (
        facet_group(given, name="kind", label=gettext("What it is"), counts=kinds, limit=9, is_single=True),
        facet_group(
            given, name="theme", label=gettext("Theme"), is_single=True,
            counts=tuple((value, themes.get(value, value), count) for value, count in found.themes),
        ),
    )  # fmt: skip
    made = GalleryPage(
        given.get("q", ""), tuple((name, given[name]) for name in ("kind", "theme", "dataset") if given.get(name)),
        heading(given.get("dataset", ""), reader), found.total, tuple(card(one) for one in found.reuses), tuple(one for one in groups if one.items),
        pager(given, page=min(int(at) if at.isdecimal() and len(at) < 6 else 1, found.pages), pages=found.pages),  # noqa: PLR2004 (digits)
        None if found.reuses else nothing(bool(given)), new_url(given.get("dataset", "")),
        tuple(card(one) for one in community.held_reuses(reader, lang)),
    )  # fmt: skip
    query = with_params(given, page=None)
    twins = (
        Twin(reverse("reuses-json") + query, "application/json"), Twin(reverse("reuses-csv") + query, "text/csv"),
        Twin(reverse("reuses:feed"), "application/atom+xml"),
    )  # fmt: skip
    return page(request, "reuses/gallery.html", made, twins=twins)


def waiting(reader: Reader) -> int:
    """How many reuses wait for this moderator; for the menu of the desk."""
    return len(community.held_reuses(reader))


def heading(dataset: str, reader: Reader) -> str:
    if dataset:
        try:
            title = reading.card(dataset, reader, None, formats.language()).title
        except NotFound:
            title = dataset
        return gettext("Made of “{title}”").format(title=title)
    return gettext("What people made of it")


def nothing(is_filtered: bool) -> Empty:  # noqa: FBT001 (one fact)
    if is_filtered:
        return Empty(
            gettext("No reuse matches."),
            gettext("Take a filter away."),
            ((gettext("All reuses"), reverse("reuses:gallery")),),
        )
    return Empty(
        gettext("Nothing has been shown yet."),
        gettext("Have you made an app, a map, an article or a lesson of these data? Be the first."),
        ((gettext("Show what you made"), reverse("reuses:new")),),
    )


def new_url(dataset: str) -> str:
    return reverse("reuses:new") + (with_params({"dataset": dataset}) if dataset else "")


def kind_words(value: str) -> str:
    return str(KINDS[ReuseKind(value)]) if value in set(ReuseKind) else value


def card(one: ReuseCard) -> Card:
    text = one.text if len(one.text) <= SHOWN_TEXT else one.text[:SHOWN_TEXT].rpartition(" ")[0] + " …"
    return Card(
        one.title, text, one.lang, reverse("reuses:reuse", args=[one.key]), str(KINDS[one.kind]), by(one), one.at, picture(one),
        tuple((each.title, reverse("datasets:dataset", args=[each.key])) for each in one.datasets), one.highlighted_at is not None,
        one.is_example, state_words(one),
    )  # fmt: skip


def by(one: ReuseCard) -> str:
    names = [name for name in (one.author, one.organisation) if name]
    return ", ".join(names) or gettext("a resident")


def picture(one: ReuseCard) -> tuple[str, str, int, int] | None:
    return (reverse("reuses:picture", args=[one.picture]), one.alt, one.width, one.height) if one.picture else None


def state_words(one: ReuseCard) -> str:
    if one.is_hidden:
        return gettext("Hidden by a moderator")
    return gettext("Waits for a moderator: it has many links") if one.state is ShownState.HELD else ""


def dataset_line(dataset: str, reader: Reader) -> tuple[str, tuple[Card, ...], str]:
    """(words, the first cards, address of all) for the page of a dataset; no words where there is none."""
    shown, total = community.reuses_of(dataset, reader, lang=formats.language())
    words = ngettext("{n} reuse", "{n} reuses", total).format(n=formats.number(total)) if total else ""
    return words, tuple(card(one) for one in shown), reverse("reuses:gallery") + with_params({"dataset": dataset})


@require_safe
def reuse(request: HttpRequest, key: str) -> HttpResponse:
    reader, lang = reader_of(request), formats.language()
    one = community.reuse(key, reader, lang)
    address = {name: reverse(f"reuses:{name}", args=[key]) for name in ("edit", "withdraw", "decide", "reuse-json")}
    themes = tuple(
        (each.label, reverse("reuses:gallery") + with_params({"theme": each.key}))
        for each in catalog.themes(lang)
        if each.key == one.theme
    )
    flag = reverse("voices:flag") + with_params({"target": one.subject, "next": request.path})
    made = ReusePage(
        (Crumb(gettext("Reuses"), reverse("reuses:gallery")),), card(one), one.text, one.url, one.host, themes, one.is_mine,
        reverse("voices:decision", args=[one.decision]) if one.decision and one.is_mine else "", flag, address["edit"], address["withdraw"],
        address["decide"], community.may_decide(reader), may_moderate(reader) and one.state is ShownState.HELD,
    )  # fmt: skip
    return page(request, "reuses/reuse.html", made, twins=(Twin(address["reuse-json"], "application/json"),))


@require_safe
def picture_file(request: HttpRequest, key: str) -> HttpResponse:
    """The picture of a reuse that this reader may see. Raises UnknownPicture, UnknownReuse."""
    kind, _, number = voices.picture(key).subject.partition(":")
    one = community.reuse(number, reader_of(request)) if kind == "reuse" else None
    if one is None or (one.picture != key and not may_moderate(reader_of(request))):
        raise UnknownPicture(gettext("There is no such picture."), next_step=gettext("It may have been removed."))
    return served(request, key)
