"""`/desk/votes/`."""

from django.urls import path

from civora.www.assembly.votes import comparing, desk

app_name = "desk-votes"
urlpatterns = [
    path("", desk.listed, name="list"),
    path("new/", desk.new, name="new"),
    path("<slug:process>/<slug:box>/", desk.box, name="box"),
    path("<slug:process>/<slug:box>/rules/", comparing.choose, name="rules"),
]
