"""Every address: operations, protocols, then pages in each language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail
from wagtail.admin import urls as editor
from wagtail.documents import urls as documents

from civora.protocols.own import urls as own
from civora.site import health
from civora.stories import views as stories
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
    path("desk/pages/", include(editor)),
    path("documents/", include(documents)),
    path("media/images/<path:path>", stories.media),
    *i18n_patterns(path("stories/", include("civora.stories.urls")), prefix_default_language=False),
    path("open311/", include("civora.protocols.open311.urls")),
    *pages,
    *i18n_patterns(path("", include(wagtail)), prefix_default_language=False),  # last: any other address may be a story
]
