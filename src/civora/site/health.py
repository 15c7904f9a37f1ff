"""`/-/health`, `/-/ready`, `/-/metrics`: for whoever operates the portal."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse

from civora.catalog import queries as catalog
from civora.core.errors import CivoraError
from civora.reading import queries as reading


def health(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "alive"})


def ready(request: HttpRequest) -> HttpResponse:
    """200 when database and lake answer; 503 says which does not."""
    try:
        catalog.revision()
        reading.knock()
    except CivoraError as error:
        return JsonResponse({"status": "not ready", "why": error.message}, status=503)
    except DatabaseError:
        return JsonResponse({"status": "not ready", "why": "The database does not answer."}, status=503)
    return JsonResponse({"status": "ready"})


def metrics(request: HttpRequest) -> HttpResponse:
    """Counts in the text format of Prometheus."""
    lines = [f"civora_{name} {value}" for name, value in sorted(reading.metrics().items())]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")
