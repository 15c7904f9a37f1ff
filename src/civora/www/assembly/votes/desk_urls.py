"""`/desk/votes/`."""

from django.urls import path

from civora.www.assembly.votes import desk

app_name = "desk-votes"
urlpatterns = [
    path("", desk.listed, name="list"),
    path("new/", desk.new, name="new"),
    path("<slug:process>/<slug:box>/", desk.box, name="box"),
]
