"""`/datasets/`. The catalogue's own addresses have a dot or nothing after the slash, so no key can collide.

Names that other families use, each with the key (`trees` or `trees@7`): `datasets:dataset`, `table`, `map`, `chart`,
`export`, `api` (with `#embed`), `history` (with `#cite`). `/datasets/<key>/` is the table.
"""

from django.urls import path

from civora.www.datasets import catalogue
from civora.www.datasets.views import api, charts, downloads, history, maps, table, talk

app_name = "datasets"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("feed.atom", catalogue.feed, name="feed"),
    path("<str:key>/thumb.svg", catalogue.thumb, name="thumb"),
    path("<str:key>/", table.table, name="dataset"),
    path("<str:key>/table/", table.table, name="table"),
    path("<str:key>/table.json", table.table_json, name="table-json"),
    path("<str:key>/map/", maps.map_page, name="map"),
    path("<str:key>/map.json", maps.map_json, name="map-json"),
    path("<str:key>/near.json", maps.near, name="near"),
    path("<str:key>/chart/", charts.chart, name="chart"),
    path("<str:key>/chart.json", charts.chart_json, name="chart-json"),
    path("<str:key>/chart.svg", charts.chart_svg, name="chart-svg"),
    path("<str:key>/chart.png", charts.chart_png, name="chart-png"),
    path("<str:key>/export/", downloads.export, name="export"),
    path("<str:key>/api/", api.api, name="api"),
    path("<str:key>/history/", history.history, name="history"),
    path("<str:key>/talk/", talk.talk, name="talk"),
    path("<str:key>/talk/say/", talk.say, name="talk-say"),
    path("<str:key>/talk/follow/", talk.follow, name="talk-follow"),
    path("<str:key>/talk/row/", talk.row, name="talk-row"),
]
