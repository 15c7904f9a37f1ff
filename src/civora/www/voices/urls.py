"""`/voices/`."""

from django.urls import path

from civora.www.voices import views

app_name = "voices"
urlpatterns = [
    path("flag/", views.flag, name="flag"),
    path("notices/<slug:key>/", views.notice, name="notice"),
    path("decisions/<slug:key>/", views.decision, name="decision"),
]
