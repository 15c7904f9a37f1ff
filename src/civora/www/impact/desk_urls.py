"""`/desk/impact/`."""

from django.urls import path

from civora.www.impact import desk

app_name = "desk-impact"
urlpatterns = [
    path("", desk.listed, name="list"),
    path("new/", desk.indicator, name="new"),
    path("projects/new/", desk.project, name="new-project"),
    path("projects/<str:key>/", desk.project, name="project"),
    path("<str:key>/", desk.indicator, name="indicator"),
]
