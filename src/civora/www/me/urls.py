"""`/me/`."""

from django.urls import path

from civora.www.me import views

app_name = "me"
urlpatterns = [
    path("", views.home, name="home"),
    path("everything.json", views.everything, name="everything"),
    path("delete/", views.delete, name="delete"),
    path("follow/", views.follow, name="follow"),
    path("feed/<str:secret>.atom", views.feed, name="feed"),
]
