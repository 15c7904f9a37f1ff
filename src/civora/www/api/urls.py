"""`/api/`, in every language; the APIs themselves stand below it and come first in `site.urls`."""

from django.urls import path

from civora.www.api import views

app_name = "api"
urlpatterns = [path("", views.console, name="console")]
