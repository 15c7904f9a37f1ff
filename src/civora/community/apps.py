from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "civora.community"
    label = "community"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from civora.community.actions.erasing import erase_person
        from civora.people.actions import when_forgotten

        when_forgotten(erase_person)
