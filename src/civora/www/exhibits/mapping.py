"""Maps among the exhibits: what the page and the island need of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from civora.catalog.types import DatasetCard
from civora.core.policy.types import Reader
from civora.exhibits import queries as exhibits
from civora.exhibits.types import Figure
from civora.www import formats


def cards(figure: Figure) -> tuple[DatasetCard, ...]:
    """Every dataset once."""
    return tuple({(one.card.key, one.card.version): one.card for one in figure.answers}.values())


def source_parts(request: HttpRequest, card: DatasetCard) -> list[dict[str, str]]:
    """The provenance line for an island on another site."""
    pinned = reverse("datasets:dataset", args=[f"{card.key}@{card.version}"])
    return [
        {"text": card.source_name or card.publisher.name or card.title, "url": card.source_url},
        {"text": f"{card.key}@{card.version}", "url": request.build_absolute_uri(pinned)},
        {"text": gettext("updated {day}").format(day=formats.day(card.modified_at)), "url": ""},
        {"text": card.licence.title, "url": card.licence.url},
    ]


def file(figure: Figure, form: str, *, palette: str, width: int) -> bytes:
    return exhibits.file(figure, form, lang=formats.language(), palette=palette, width=width)


def table(figure: Figure, reader: Reader) -> str:
    return exhibits.table(figure)


def island(request: HttpRequest, figure: Figure, reader: Reader) -> dict[str, Any]:
    return {}


def on_page(request: HttpRequest, figure: Figure, reader: Reader) -> Any:
    return None
