"""`/reuses/`."""

from django.urls import path

from civora.www.reuses import twins, views, writing

app_name = "reuses"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("feed.atom", twins.feed, name="feed"),
    path("new/", writing.new, name="new"),
    path("pictures/<slug:key>.jpg", views.picture_file, name="picture"),
    path("<slug:key>/", views.reuse, name="reuse"),
    path("<slug:key>.json", twins.one, name="reuse-json"),
    path("<slug:key>/edit/", writing.edit, name="edit"),
    path("<slug:key>/withdraw/", writing.withdraw, name="withdraw"),
    path("<slug:key>/decide/", writing.decide, name="decide"),
]
