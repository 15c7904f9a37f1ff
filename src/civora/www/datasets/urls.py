"""`/datasets/`. The catalogue's own addresses have a dot or nothing after the slash, so no key can collide.

Names that other families use, each with the key (`trees` or `trees@7`): `datasets:dataset`, `table`, `map`, `chart`,
`export`, `api` (with `#embed`), `history` (with `#cite`).
"""

from django.urls import path

from civora.www.datasets import catalogue

app_name = "datasets"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("catalogue.json", catalogue.as_json, name="catalogue-json"),
    path("catalogue.csv", catalogue.as_csv, name="catalogue-csv"),
    path("feed.atom", catalogue.feed, name="feed"),
    path("<str:key>/thumb.svg", catalogue.thumb, name="thumb"),
]
