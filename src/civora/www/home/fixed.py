"""`/-/…`: addresses that are the same in every language."""

from django.urls import path

from civora.www.home import views

app_name = "fixed"
urlpatterns = [
    path("city.css", views.city_css, name="city-css"),
    path("icon.svg", views.icon, name="icon"),
    path("theme/", views.theme, name="theme"),
]
