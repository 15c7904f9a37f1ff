from django.apps import AppConfig


class ExhibitsConfig(AppConfig):
    name = "civora.exhibits"
    label = "exhibits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from civora.people.actions import when_forgotten

        when_forgotten(erase_person)


def erase_person(address: str, pseudonym: str) -> None:
    """A pseudonym takes the place of who saved a version."""
    from civora.exhibits.models import ExhibitVersion

    ExhibitVersion.objects.filter(by=address).update(by=pseudonym)
