"""`/account/`: what a person can do about her account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from civora.www.pages import page


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Links to what can be changed."""
    return page(request, "account/home.html", None)
