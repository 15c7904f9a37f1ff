"""Paths as the standard spells them. Service codes may hold slashes and blanks."""

from django.urls import re_path

from civora.protocols.open311 import views

FORM = r"\.(?P<form>json|xml)$"

urlpatterns = [
    re_path(rf"^v2/discovery{FORM}", views.discovery),
    re_path(rf"^discovery{FORM}", views.discovery),
    re_path(rf"^v2/services{FORM}", views.services),
    re_path(rf"^v2/services/(?P<code>.+){FORM}", views.definition),
    re_path(rf"^v2/requests{FORM}", views.requests),
    re_path(rf"^v2/requests/(?P<number>[^/]+){FORM}", views.one),
    re_path(rf"^v2/tokens/(?P<token>[^/]+){FORM}", views.token),
    re_path(rf"^v2/servicerequestupdates{FORM}", views.updates),
    re_path(r"^.*$", views.nothing),
]
