"""`/desk/`."""

from django.urls import path

from civora.www.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.datasets, name="datasets"),
    path("deliver/", views.deliver, name="deliver"),
    path("deliveries/<str:uid>/", views.look, name="look"),
    path("deliveries/<str:uid>/progress/", views.progress, name="progress"),
    path("datasets/<str:key>/", views.manage, name="manage"),
]
