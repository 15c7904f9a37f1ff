"""`/desk/contribute/`."""

from django.urls import path

from civora.www.contribute import desk

app_name = "contribute-desk"
urlpatterns = [
    path("", desk.waiting, name="waiting"),
    path("corrections/<str:key>/", desk.decide_correction, name="correction"),
    path("contributions/<str:key>/", desk.decide_contribution, name="contribution"),
    path("campaigns/<slug:key>/", desk.edit, name="edit"),
]
