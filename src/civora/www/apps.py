from django.apps import AppConfig


class WwwConfig(AppConfig):
    name = "civora.www"
    label = "www"
