"""What stories stand on, laid once after the tables are made: languages, the root of each, and who may write."""

from __future__ import annotations

from typing import Any

from django.conf import settings


def lay(sender: Any, **_: Any) -> None:
    """Idempotent. Connected to `post_migrate` of this room."""
    from wagtail.models import Collection, Locale, Page, Site  # noqa: PLC0415 (tables stand only now)

    from civora.stories import roles  # noqa: PLC0415
    from civora.stories.models import Front  # noqa: PLC0415

    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}
    if Page.get_first_root_node() is None:  # the tables were emptied
        Page.add_root(instance=Page(title="Root", slug="root", locale=locales[settings.LANGUAGE_CODE]))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    root = Page.get_first_root_node()
    first = Front.objects.filter(locale=locales[settings.LANGUAGE_CODE]).first()
    if first is None:
        Page.objects.filter(depth=2, slug="home").delete()  # Wagtail's own welcome page
        root = Page.objects.get(pk=root.pk)
        first = root.add_child(
            instance=Front(
                title=settings.LANGUAGE_CODE,
                slug=f"home-{settings.LANGUAGE_CODE}",
                locale=locales[settings.LANGUAGE_CODE],
            )
        )
    for code, locale in locales.items():
        if not Front.objects.filter(locale=locale).exists():
            root = Page.objects.get(pk=root.pk)
            root.add_child(
                instance=Front(title=code, slug=f"home-{code}", locale=locale, translation_key=first.translation_key)
            )
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    if site.root_page_id != first.pk:
        site.root_page, site.site_name = first, "Civora"
        site.save()
    roles.lay()
