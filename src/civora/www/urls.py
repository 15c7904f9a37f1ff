"""All pages, in every language. Concatenate in `site.urls` (Django allows languages in the root only):

from civora.www.urls import urlpatterns as pages
urlpatterns = [*machines, *pages]
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from civora.www import basemap
from civora.www.assembly.views import processes
from civora.www.datasets import catalogue
from civora.www.home import views
from civora.www.impact import inclusion
from civora.www.impact import twins as impact_twins
from civora.www.neighbourhoods import views as neighbourhoods
from civora.www.nominations import views as nominations
from civora.www.reports.views import listing
from civora.www.reuses import twins as reuses
from civora.www.voices import views as moderation

urlpatterns = [
    path("-/", include("civora.www.home.fixed")),
    path("-/base/<int:z>/<int:x>/<int:y>", basemap.tile, name="basemap"),
    path("favicon.ico", views.icon),
    *i18n_patterns(
        path("", include("civora.www.home.urls")),
        path("datasets.json", catalogue.as_json, name="datasets-json"),  # twins of the list, by suffix
        path("datasets.csv", catalogue.as_csv, name="datasets-csv"),
        path("datasets/", include("civora.www.datasets.urls")),
        path("take-part.json", processes.index_json, name="take-part-json"),
        path("take-part/<slug:key>/who/", inclusion.who, name="who-took-part"),
        path("take-part/<slug:key>/who.json", inclusion.who_json, name="who-took-part-json"),
        path("take-part/", include("civora.www.assembly.urls")),
        path("reports.json", listing.as_json, name="reports-json"),
        path("reports.csv", listing.as_csv, name="reports-csv"),
        path("reports/", include("civora.www.reports.urls")),
        path("indicators.json", impact_twins.overview_json, name="indicators-json"),
        path("indicators.csv", impact_twins.overview_csv, name="indicators-csv"),
        path("indicators/", include("civora.www.impact.urls")),
        path("voices/", include("civora.www.voices.urls")),
        path("trust/moderation/", moderation.moderation, name="moderation"),
        path("trust/moderation.json", moderation.moderation_json, name="moderation-json"),
        path("desk/reports/", include("civora.www.reports.desk_urls")),
        path("desk/voices/", include("civora.www.voices.desk_urls")),
        path("api/", include("civora.www.api.urls")),
        path("exhibits/", include("civora.www.exhibits.urls")),
        path("desk/exhibits/", include("civora.www.exhibits.desk_urls")),
        path("contribute/", include("civora.www.contribute.urls")),
        path("reuses.json", reuses.as_json, name="reuses-json"),
        path("reuses.csv", reuses.as_csv, name="reuses-csv"),
        path("reuses/", include("civora.www.reuses.urls")),
        path("nominations.json", nominations.as_json, name="nominations-json"),
        path("nominations/", include("civora.www.nominations.urls")),
        path("neighbourhoods.json", neighbourhoods.as_json, name="neighbourhoods-json"),
        path("neighbourhoods/<slug:key>.json", neighbourhoods.group_json, name="neighbourhood-json"),
        path("neighbourhoods/<slug:key>.csv", neighbourhoods.group_csv, name="neighbourhood-csv"),
        path("neighbourhoods/", include("civora.www.neighbourhoods.urls")),
        path("desk/contribute/", include("civora.www.contribute.desk_urls")),
        path("desk/votes/", include("civora.www.assembly.votes.desk_urls")),
        path("desk/impact/", include("civora.www.impact.desk_urls")),
        path("desk/assembly/", include("civora.www.assembly.desk_urls")),
        path("desk/", include("civora.www.desk.urls")),
        path("me/", include("civora.www.me.urls")),
        path("account/", include("civora.www.account.urls")),
        prefix_default_language=False,
    ),
]
