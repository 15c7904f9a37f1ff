from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "civora.impact"
    label = "impact"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from civora.impact import actions  # models can be imported only now
        from civora.people.actions import when_forgotten

        when_forgotten(actions.erase_person)
