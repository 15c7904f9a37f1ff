"""`/datasets/`: search, filters, results."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from civora.www.pages import page


def catalogue(request: HttpRequest) -> HttpResponse:
    return page(request, "datasets/catalogue.html", None)


def feed(request: HttpRequest) -> HttpResponse:
    return page(request, "datasets/catalogue.html", None)
