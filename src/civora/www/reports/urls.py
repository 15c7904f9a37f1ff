"""`/reports/`."""

from django.urls import path

from civora.www.reports import photos
from civora.www.reports.views import listing, new, one, overview

app_name = "reports"
urlpatterns = [
    path("", listing.index, name="index"),
    path("new/", new.new, name="new"),
    path("new/near/", new.near, name="near"),
    path("overview/", overview.overview, name="overview"),
    path("overview.json", overview.overview_json, name="overview-json"),
    path("mine/<str:code>/", one.mine, name="mine"),
    path("mine/<str:code>", one.mine),
    path("photos/<slug:key>.jpg", photos.photo, name="photo"),
    path("photos/<slug:key>/small.jpg", photos.photo, {"small": True}, name="photo-small"),
    path("<slug:key>.json", one.report_json, name="report-json"),
    path("<slug:key>/", one.report, name="report"),
    path("<slug:key>/join/", one.join, name="join"),
    path("<slug:key>/follow/", one.follow, name="follow"),
]
