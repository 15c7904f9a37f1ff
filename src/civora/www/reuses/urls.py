"""`/reuses/`."""

from django.urls import path

from civora.www.reuses import calls, twins, views, writing

app_name = "reuses"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("feed.atom", twins.feed, name="feed"),
    path("new/", writing.new, name="new"),
    path("calls/", calls.calls, name="calls"),
    path("calls.json", calls.as_json, name="calls-json"),
    path("calls/new/", calls.new, name="call-new"),
    path("calls/<slug:key>/", calls.call, name="call"),
    path("calls/<slug:key>/edit/", calls.edit, name="call-edit"),
    path("calls/<slug:key>/enter/", calls.enter, name="call-enter"),
    path("calls/<slug:key>/decide/", calls.decide, name="call-decide"),
    path("pictures/<slug:key>.jpg", views.picture_file, name="picture"),
    path("<slug:key>/", views.reuse, name="reuse"),
    path("<slug:key>.json", twins.one, name="reuse-json"),
    path("<slug:key>/edit/", writing.edit, name="edit"),
    path("<slug:key>/withdraw/", writing.withdraw, name="withdraw"),
    path("<slug:key>/decide/", writing.decide, name="decide"),
]
