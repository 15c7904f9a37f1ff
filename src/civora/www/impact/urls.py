"""`/indicators/`."""

from django.urls import path

from civora.www.impact import twins, views

app_name = "impact"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("rule/", views.rule, name="rule"),
    path("themes/<str:theme>/", views.theme, name="theme"),
    path("areas/<path:name>/", views.area, name="area"),
    path("projects/", views.projects, name="projects"),
    path("projects/<str:key>.json", twins.project_json, name="project-json"),
    path("projects/<str:key>/", views.project, name="project"),
    path("projects/<str:key>/.json", twins.project_json),
    path("<str:key>.json", twins.indicator_json, name="indicator-json"),
    path("<str:key>.csv", twins.indicator_csv, name="indicator-csv"),
    path("<str:key>/.json", twins.indicator_json),
    path("<str:key>/.csv", twins.indicator_csv),
    path("<str:key>/", views.indicator, name="indicator"),
]
