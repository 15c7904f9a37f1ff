"""`/desk/`. Screens of a family stand in `www/<family>/desk.py`; their addresses are included here under `<family>/`."""

from django.urls import path

from civora.www.desk.views import deliver, home, manage, outbox, people

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("datasets/", home.datasets, name="datasets"),
    path("deliver/", deliver.deliver, name="deliver"),
    path("deliveries/<str:uid>/", deliver.look, name="look"),
    path("deliveries/<str:uid>/progress/", deliver.progress, name="progress"),
    path("people/", people.people, name="people"),
    path("people/person/", people.person, name="person"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("datasets/<str:key>/", manage.manage, name="manage"),
]
