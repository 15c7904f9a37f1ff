"""`/exhibits/`: the gallery, and one exhibit with its twins by suffix. The key may carry `@version`."""

from django.urls import path

from civora.www.exhibits import areas, twins, views

app_name = "exhibits"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("places.json", areas.places, name="places"),
    path("<str:key>.svg", twins.svg, name="svg"),
    path("<str:key>.png", twins.png, name="png"),
    path("<str:key>.pdf", twins.pdf, name="pdf"),
    path("<str:key>.csv", twins.csv, name="csv"),
    path("<str:key>.json", twins.json, name="json"),
    path("<str:key>/", views.exhibit, name="exhibit"),
]
