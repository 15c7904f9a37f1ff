"""`/` and the small addresses beside it."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from civora.www.city import city
from civora.www.home.question import question
from civora.www.home.sections import home_page
from civora.www.pages import page
from civora.www.shell import THEMES

YEAR = 365 * 24 * 3600


@require_safe
def city_css(request: HttpRequest) -> HttpResponse:
    """The colours of the city pack; its address carries a digest, so it may be kept for long."""
    response = HttpResponse(city().css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """The city's stripes as the tab's picture."""
    stripes = city().stripes or ("#005f69", "#63c8cd", "#ffffff")
    bars = "".join(f'<rect y="{n * 10}" width="20" height="10" fill="{colour}"/>' for n, colour in enumerate(stripes))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 -1 32 32">{bars}<rect width="20" height="30" fill="none" stroke="#15201f"/></svg>'
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps the choice of light or dark in a cookie and goes back to where it was made."""
    target, chosen = request.GET.get("next", "/"), request.GET.get("to", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax")
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The city's own page."""
    made = home_page(city())
    return page(request, "home/home.html", replace(made, question=question(city(), made.map)))
