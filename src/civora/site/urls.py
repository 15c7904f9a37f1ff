"""Every address: operations, protocols, then pages in each language."""

from django.urls import include, path

from civora.protocols.own import urls as own
from civora.site import health
from civora.www.urls import urlpatterns as pages

handler400 = "civora.www.errors.bad"
handler403 = "civora.www.errors.forbidden"
handler404 = "civora.www.errors.missing"
handler500 = "civora.www.errors.broken"

urlpatterns = [
    path("-/health", health.health),
    path("-/ready", health.ready),
    path("-/metrics", health.metrics),
    path("api/explore/v2.1/", include("civora.protocols.explore.urls")),
    path("explore/", include("civora.protocols.download.urls")),
    path("api/v1/", own.urls),
    path("tiles/", include("civora.protocols.tiles.urls")),
    *pages,
]
