"""`/desk/voices/`."""

from django.urls import path

from civora.www.voices import desk

app_name = "desk-voices"
urlpatterns = [path("", desk.queue, name="queue")]
