from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "civora.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from civora.people.actions import when_forgotten

        when_forgotten(erase_person)


def erase_person(address: str, pseudonym: str) -> None:
    """A pseudonym takes the place of who delivered. Not in `actions`, which would load the engine into every process."""
    from civora.intake.models import Delivery

    Delivery.objects.filter(by=address).update(by=pseudonym)
