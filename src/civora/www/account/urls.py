"""`/account/`: our own first page, then allauth's addresses (`account_login`, `mfa_index`, …)."""

from django.urls import include, path

from civora.www.account import views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("", include("allauth.urls")),
]
