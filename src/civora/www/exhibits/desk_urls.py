"""`/desk/exhibits/`."""

from django.urls import path

from civora.www.exhibits import desk, mapdesk

app_name = "desk-exhibits"
urlpatterns = [
    path("", desk.mine, name="list"),
    path("new/", desk.new, name="new"),
    path("maps/new/", mapdesk.new, name="new-map"),
    path("maps/<str:key>/", mapdesk.edit, name="map"),
    path("<str:key>/", desk.edit, name="edit"),
]
