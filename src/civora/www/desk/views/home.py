"""`/desk/`: what waits for who is signed in, and the datasets that she keeps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from civora.catalog import queries as catalog
from civora.core.policy.types import Reader
from civora.intake import queries as deliveries
from civora.stewardship import queries as policies
from civora.stewardship import rules
from civora.www import formats
from civora.www.desk.access import desk, staff
from civora.www.desk.menu import ALL, PUBLISHERS
from civora.www.desk.pages import DatasetLine, DeskPage
from civora.www.desk.parts import crumbs
from civora.www.pages import page

NEWEST = 8


@require_safe
@desk(*sorted(ALL))
def home(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The first page of the desk. What waits stands in the menu's lines themselves, so each family counts its own."""
    publishes = reader.is_administrator or any(role in PUBLISHERS for _, role in reader.roles)
    lines = mine(reader)[:NEWEST] if publishes else ()
    return page(
        request, "desk/home.html", DeskPage((), lines, publishes, deliveries.drafts(reader.person) if publishes else ())
    )


@require_safe
@staff
def datasets(request: HttpRequest, reader: Reader) -> HttpResponse:
    return page(request, "desk/datasets.html", DeskPage(crumbs(), mine(reader)))


def mine(reader: Reader) -> tuple[DatasetLine, ...]:
    """The datasets that this reader keeps, newest first."""
    kept = [card for card in catalog.cards(formats.language()) if rules.is_steward(reader, card.publisher.key)]
    return tuple(
        DatasetLine(
            card.key,
            card.title,
            card.rows,
            card.version,
            card.modified_at,
            catalog.versions(card.key)[0].set_aside,
            access_words(card.key),
        )
        for card in sorted(kept, key=lambda card: card.modified_at, reverse=True)
    )


def access_words(key: str) -> str:
    found = policies.policy(key).rows
    return "" if "open" in found else ", ".join(sorted(found))
