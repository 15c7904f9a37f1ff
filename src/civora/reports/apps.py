from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "civora.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from civora.people.actions import when_forgotten
        from civora.reports.actions.erasing import erase_person

        when_forgotten(erase_person)
