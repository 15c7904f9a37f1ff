"""Paths of tiles."""

from django.urls import path

from civora.protocols.tiles import views

app_name = "tiles"
urlpatterns = [
    path("<str:key>.pmtiles", views.archive, name="archive"),
    path("<str:key>/<int:z>/<int:x>/<int:y>.mvt", views.tile, name="tile"),
]
