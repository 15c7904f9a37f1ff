from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "civora.impact"
    label = "impact"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from civora.people.actions import when_forgotten

        when_forgotten(erase_person)


def erase_person(address: str, pseudonym: str) -> None:
    """As `impact.actions` does it; the room's actions wake the engine, so they are loaded only then."""
    from civora.impact import actions

    actions.erase_person(address, pseudonym)
