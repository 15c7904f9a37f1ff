"""`/desk/reports/`."""

from django.urls import path

from civora.www.reports import desk

app_name = "desk-reports"
urlpatterns = [path("", desk.inbox, name="inbox"), path("<slug:key>/", desk.case, name="case")]
