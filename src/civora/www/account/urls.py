"""`/account/`: our own pages, then allauth's addresses (`account_login`, `mfa_index`, …)."""

from django.urls import include, path

from civora.www.account import views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("keys/", views.keys, name="account_keys"),
    path("link/<str:secret>/", views.link, name="account_link"),
    path("", include("allauth.urls")),
]
