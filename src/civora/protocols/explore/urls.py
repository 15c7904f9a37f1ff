"""Paths exactly as the standard spells them; a trailing slash is welcome on each."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, re_path

from civora.protocols.explore import views

KEY = r"(?P<key>[^/]+)"


def both(pattern: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    return re_path(rf"^{pattern}/?$", view, name=name)


app_name = "explore"
urlpatterns = [
    both("", views.root, "root"),
    both(r"(?:swagger|openapi)\.json", views.document, "document"),
    both("catalog", views.root, "catalog"),
    both("catalog/datasets", views.datasets, "datasets"),
    both("catalog/facets", views.catalogue_facets, "catalogue-facets"),
    both("catalog/exports", views.catalogue_exports, "catalogue-exports"),
    both(r"catalog/exports/(?P<form>[^/]+)", views.catalogue_export, "catalogue-export"),
    both(f"catalog/datasets/{KEY}", views.dataset, "dataset"),
    both(f"catalog/datasets/{KEY}/records", views.records, "records"),
    both(rf"catalog/datasets/{KEY}/records/(?P<record_id>[^/]+)", views.record, "record"),
    both(f"catalog/datasets/{KEY}/facets", views.facets, "facets"),
    both(f"catalog/datasets/{KEY}/exports", views.exports, "exports"),
    both(rf"catalog/datasets/{KEY}/exports/(?P<form>[^/]+)", views.export, "export"),
    both(f"catalog/datasets/{KEY}/attachments", views.attachments, "attachments"),
    both(rf"catalog/datasets/{KEY}/attachments/(?P<name>[^/]+)", views.one_attachment, "attachment"),
    both(".+", views.unknown, "unknown"),
]
