"""`/datasets/`. The catalogue's own addresses have a dot or nothing after the slash, so no key can collide."""

from django.urls import path

from civora.www.datasets import catalogue

app_name = "datasets"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("feed.atom", catalogue.feed, name="feed"),
]
