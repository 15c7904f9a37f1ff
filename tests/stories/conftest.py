"""Stories on a portal with one real dataset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.publishing import published


@pytest.fixture
def story(portal: Any, tmp_path: Any) -> Callable[..., Any]:
    """story([(block, value), …], **fields): a published story in English above the dataset `trees`."""
    from wagtail.models import Locale

    from civora.stories import ground
    from civora.stories.models import Front, Story

    ground.lay(None)
    published(tmp_path)

    def made(blocks: list[tuple[str, Any]], **fields: Any) -> Any:
        front = Front.objects.get(locale__language_code="en")
        one = Story(title=fields.pop("title", "Our trees"), locale=Locale.objects.get(language_code="en"), **fields)
        one.body = Story.body.field.stream_block.to_python([{"type": name, "value": value} for name, value in blocks])
        front.add_child(instance=one)
        one.save_revision(clean=False).publish()
        return Story.objects.get(pk=one.pk)

    return made
