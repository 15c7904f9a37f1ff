from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "civora.community"
    label = "community"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from civora.people.actions import when_forgotten

        when_forgotten(erase_person)


def erase_person(address: str, pseudonym: str) -> None:
    """As `community.actions.erasing` does it; the room's actions wake the engine, so they are loaded only then."""
    from civora.community.actions import erasing

    erasing.erase_person(address, pseudonym)
