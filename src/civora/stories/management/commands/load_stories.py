"""Stories from the files of a city pack, in every language: what is there already stays as its writers left it."""

from __future__ import annotations

import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Locale

from civora.stories.models import Front, Story

LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)


class Command(BaseCommand):
    help = "Publish the stories of a city pack's folder stories/*.toml that do not exist yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        for path in sorted(folder.glob("*.toml")):
            try:
                load(tomllib.loads(path.read_text(encoding="utf-8")))
            except (KeyError, ValueError, TypeError) as error:
                raise CommandError(f"{path.name}: {error!r}") from error


def load(said: dict[str, Any]) -> None:
    """One story in all the languages that its title has. Raises KeyError for a part that is missing."""
    shared: UUID = uuid4()
    known = Story.objects.filter(slug__in=said["slug"].values()).first()
    if known is not None:
        shared = known.translation_key
    for lang in said["title"]:
        front = Front.objects.get(locale__language_code=lang)
        if Story.objects.child_of(front).filter(slug=said["slug"][lang]).exists():
            continue
        blocks = [(one["type"], value(one, lang)) for one in said["block"]]
        story = Story(
            title=said["title"][lang], slug=said["slug"][lang], lede=said["lede"][lang], kind=said["kind"], is_example=True,
            is_embeddable=bool(said.get("embeddable")), locale=Locale.objects.get(language_code=lang), translation_key=shared,
        )  # fmt: skip
        story.body = Story.body.field.stream_block.to_python([{"type": kind, "value": held} for kind, held in blocks])
        front.add_child(instance=story)
        story.save_revision(clean=False).publish()


def value(block: dict[str, Any], lang: str) -> Any:
    """A block's value as Wagtail keeps it. A table with languages as its keys is a text in one of them."""
    held = {name: one for name, one in block.items() if name != "type"}
    if set(held) == {"value"}:
        return told(held["value"], lang)
    if block["type"] == "columns":
        return {"columns": [entry([item(one, lang) for one in column]) for column in held["columns"]]}
    if block["type"] == "wide":
        return {"content": [item(one, lang) for one in held["content"]]}
    if block["type"] == "timeline":
        return {"steps": [entry(told(step, lang)) for step in held["steps"]]}
    return told(held, lang)


def entry(held: Any) -> dict[str, Any]:
    """One of a list, as Wagtail tells it from what older versions wrote."""
    return {"type": "item", "id": str(uuid4()), "value": held}


def item(block: dict[str, Any], lang: str) -> dict[str, Any]:
    return {"type": block["type"], "value": value(block, lang)}


def told(held: Any, lang: str) -> Any:
    if isinstance(held, dict) and held and set(held) <= LANGUAGES:
        return held.get(lang) or held["en"]
    if isinstance(held, dict):
        return {name: told(one, lang) for name, one in held.items()}
    return held
