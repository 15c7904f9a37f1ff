"""Paths of the older download."""

from django.urls import re_path

from civora.protocols.download import views

app_name = "download"
urlpatterns = [re_path(r"^dataset/(?P<key>[^/]+)/download/?$", views.download, name="download")]
