from django.apps import AppConfig


class StewardshipConfig(AppConfig):
    name = "civora.stewardship"
    label = "stewardship"
    default_auto_field = "django.db.models.BigAutoField"
