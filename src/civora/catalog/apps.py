from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "civora.catalog"
    label = "catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from civora.catalog import actions  # models can be imported only now
        from civora.people.actions import when_forgotten

        when_forgotten(actions.erase_person)
