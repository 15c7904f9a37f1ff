"""`/reports/`."""

from django.urls import path

from civora.www.reports import photos

app_name = "reports"
urlpatterns = [
    path("photos/<slug:key>.jpg", photos.photo, name="photo"),
    path("photos/<slug:key>/small.jpg", photos.photo, {"small": True}, name="photo-small"),
]
