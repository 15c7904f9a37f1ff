from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    name = "civora.assembly"
    label = "assembly"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from civora.people.actions import when_forgotten

        when_forgotten(erase_person)


def erase_person(address: str, pseudonym: str) -> None:
    """Signatures go. That the account itself goes, sets every key to it to nothing: what was counted stays counted."""
    from civora.assembly.models import Debate, Proposal

    for kind in (Proposal, Debate):
        kind.objects.filter(author__email=address).update(signature="")
