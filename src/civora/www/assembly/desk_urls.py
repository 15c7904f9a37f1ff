"""`/desk/assembly/`."""

from django.urls import path

from civora.www.assembly import desk

app_name = "desk-assembly"
urlpatterns = [
    path("", desk.index, name="list"),
    path("new/", desk.new, name="new"),
    path("<slug:key>/", desk.process, name="process"),
    path("<slug:key>/edit/", desk.edit, name="edit"),
    path("<slug:key>/answer/<int:number>/", desk.answer, name="answer"),
    path("<slug:key>/meetings/<int:number>/", desk.meeting, name="meeting"),
    path("<slug:key>/surveys/<slug:survey>/", desk.survey, name="survey"),
]
