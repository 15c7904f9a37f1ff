"""`/take-part/`. Every page of data has a twin by suffix (`.json`, `.csv`)."""

from django.urls import path

from civora.www.assembly.views import processes

app_name = "assembly"
urlpatterns = [
    path("", processes.index, name="index"),
    path("<slug:key>.json", processes.process_json, name="process-json"),
    path("<slug:key>/", processes.process, name="process"),
]
