"""What happened to stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class StoryChanged:
    """A story was created, edited, published, unpublished, moved or deleted: `act` says which."""

    name: ClassVar[str] = "stories.story.changed"
    act: str
    story: int
    slug: str
    title: str
