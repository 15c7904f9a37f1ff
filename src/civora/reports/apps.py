from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "civora.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from civora.people.actions import when_forgotten

        when_forgotten(erase_person)


def erase_person(address: str, pseudonym: str) -> None:
    """As `reports.actions.erasing` does it; the room's actions wake the engine, so they are loaded only then."""
    from civora.reports.actions import erasing

    erasing.erase_person(address, pseudonym)
