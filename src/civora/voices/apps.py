from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "civora.voices"
    label = "voices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from civora.people.actions import when_forgotten
        from civora.voices.actions.erasing import erase_person

        when_forgotten(erase_person)
