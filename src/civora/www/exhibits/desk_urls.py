"""`/desk/exhibits/`."""

from django.urls import path

from civora.www.exhibits import desk

app_name = "desk-exhibits"
urlpatterns = [
    path("", desk.mine, name="list"),
    path("new/", desk.new, name="new"),
    path("<str:key>/", desk.edit, name="edit"),
]
