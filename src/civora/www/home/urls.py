"""`/`, in every language."""

from django.urls import path

from civora.www.home import views

app_name = "home"
urlpatterns = [path("", views.home, name="home")]
