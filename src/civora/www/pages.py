"""Rendering: one frozen dataclass per page, given to its template as `page`.

    return page(request, "datasets/catalogue.html", CataloguePage(…), etag=etag)

The template sees `page` (the dataclass), `shell` (`www/shell.py`: city, menu, languages) and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, is_dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from civora.core.policy.types import ANYONE, Reader
from civora.people import queries as people


@dataclass(frozen=True, slots=True)
class Twin:
    """The same page for machines: announced in the head and as a `Link` header."""

    url: str
    media_type: str
    title: str = ""


def page(
    request: HttpRequest, template: str, context: object, *, status: int = 200, twins: Iterable[Twin] = (), **extra: Any
) -> HttpResponse:
    """The template filled with a frozen page. `extra` is for forms, which cannot be frozen."""
    if context is not None and not is_dataclass(context):
        raise TypeError(f"{template} wants a dataclass, not {type(context).__name__}")
    links = tuple(twins)
    response = render(request, template, {"page": context, "twins": links, **extra}, status=status)
    if links:
        response["Link"] = ", ".join(f'<{twin.url}>; rel="alternate"; type="{twin.media_type}"' for twin in links)
    return response


def reader_of(request: HttpRequest) -> Reader:
    """Who asks; anonymous where the request came too early for a session."""
    user = getattr(request, "user", None)
    return people.reader(user) if user is not None and user.is_authenticated else ANYONE
