from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from civora.core.policy.types import Reader
    from civora.exhibits.types import Figure


class WwwConfig(AppConfig):
    name = "civora.www"
    label = "www"

    def ready(self) -> None:
        from civora.exhibits.queries import draw_maps_by

        draw_maps_by(draw_map)


def draw_map(figure: "Figure", form: str, reader: "Reader", lang: str, palette: str, width: int) -> bytes:
    """A map as a file, on the city's ground, in that language."""
    from django.utils import translation

    from civora.www.exhibits import mapping

    with translation.override(lang):
        return mapping.file(figure, form, reader, palette=palette, width=width)
