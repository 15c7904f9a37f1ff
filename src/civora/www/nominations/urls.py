"""`/nominations/`."""

from django.urls import path

from civora.www.nominations import views, writing

app_name = "nominations"
urlpatterns = [
    path("", views.nominations, name="nominations"),
    path("new/", writing.new, name="new"),
    path("similar.json", views.similar_json, name="similar"),
    path("<slug:key>/", views.nomination, name="nomination"),
    path("<slug:key>/back/", writing.back, name="back"),
    path("<slug:key>/withdraw/", writing.withdraw, name="withdraw"),
    path("<slug:key>/answer/", writing.answer, name="answer"),
]
