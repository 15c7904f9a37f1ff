"""`/stories/`. The stories themselves stand at the root, after every other address: see `site.urls`."""

from django.urls import path

from civora.stories import views

app_name = "stories"
urlpatterns = [
    path("", views.stories, name="stories"),
    path("<int:pk>/pdf/", views.pdf, name="pdf"),
    path("<int:pk>/blocks/<str:block>/", views.block, name="block"),
]
