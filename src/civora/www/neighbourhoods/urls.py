"""`/neighbourhoods/`."""

from django.urls import path

from civora.www.neighbourhoods import talking, views, writing

app_name = "neighbourhoods"
urlpatterns = [
    path("", views.neighbourhoods, name="neighbourhoods"),
    path("set/", writing.set_up, name="set"),
    path("messages/", talking.conversations, name="messages"),
    path("messages/<slug:key>/", talking.conversation, name="conversation"),
    path("listings/<slug:key>/", views.listing, name="listing"),
    path("listings/<slug:key>/write/", talking.write, name="write"),
    path("listings/<slug:key>/renew/", writing.renew, name="renew"),
    path("listings/<slug:key>/end/", writing.end, name="end"),
    path("listings/<slug:key>/release/", writing.release, name="release"),
    path("<slug:key>/", views.neighbourhood, name="neighbourhood"),
    path("<slug:key>/join/", writing.join, name="join"),
    path("<slug:key>/leave/", writing.leave, name="leave"),
    path("<slug:key>/new/", writing.new, name="new"),
]
