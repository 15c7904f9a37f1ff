"""`/indicators/` and its pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from civora.catalog import queries as catalog
from civora.impact import queries as impact
from civora.impact.rules.status import TOLERANCE
from civora.www import formats
from civora.www.city import city
from civora.www.formats import language
from civora.www.impact import areas, detail
from civora.www.impact import overview as overviews
from civora.www.impact import projects as plans
from civora.www.impact.pages import RulePage
from civora.www.pages import Twin, page, reader_of
from civora.www.parts import Crumb


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    made = overviews.overview(request.GET, reader_of(request), city().now())
    twins = (Twin(reverse("indicators-json"), "application/json"), Twin(reverse("indicators-csv"), "text/csv"))
    return page(request, "impact/overview.html", made, twins=twins)


@require_safe
def theme(request: HttpRequest, theme: str) -> HttpResponse:
    if theme not in {one.key for one in catalog.themes(language())}:
        raise Http404
    made = overviews.overview(request.GET, reader_of(request), city().now(), theme=theme)
    return page(request, "impact/overview.html", made)


@require_safe
def area(request: HttpRequest, name: str) -> HttpResponse:
    return page(request, "impact/area.html", areas.profile(name[:100], reader_of(request), city().now()))


@require_safe
def indicator(request: HttpRequest, key: str) -> HttpResponse:
    reader = reader_of(request)
    made = detail.page_of(impact.indicator(key, language()), reader, city().now(), places=request.GET.get("places", ""))
    twins = (Twin(made.json_url, "application/json"), Twin(made.csv_url, "text/csv"))
    return page(request, "impact/indicator.html", made, twins=twins)


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    return page(request, "impact/projects.html", plans.list_of(request.GET, city().now()))


@require_safe
def project(request: HttpRequest, key: str) -> HttpResponse:
    made = plans.page_of(impact.project(key, language()), reader_of(request), city().now())
    return page(request, "impact/project.html", made, twins=(Twin(made.json_url, "application/json"),))


@require_safe
def rule(request: HttpRequest) -> HttpResponse:
    crumbs = (Crumb(gettext("Indicators"), reverse("impact:overview")), Crumb(gettext("How a status is decided")))
    return page(request, "impact/rule.html", RulePage(crumbs, formats.percent(100 * TOLERANCE)))
