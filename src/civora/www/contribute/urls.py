"""`/contribute/`."""

from django.urls import path

from civora.www.contribute import views

app_name = "contribute"
urlpatterns = [
    path("", views.campaigns, name="campaigns"),
    path("<slug:key>/", views.campaign, name="campaign"),
    path("<slug:key>.json", views.campaign_json, name="campaign-json"),
    path("<slug:key>/send/", views.send, name="send"),
]
