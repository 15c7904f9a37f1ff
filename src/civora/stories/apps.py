from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StoriesConfig(AppConfig):
    name = "civora.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from civora.stories import ground  # noqa: PLC0415 (models are loaded only now)

        post_migrate.connect(ground.lay, sender=self)
