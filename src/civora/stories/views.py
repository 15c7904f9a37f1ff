"""`/stories/`: the list. `/stories/<id>/pdf/`: a story on paper. `/stories/<id>/blocks/<block>/`: one block, to embed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.static import serve

from civora.stories.models import Story

LISTED = 60


@dataclass(frozen=True, slots=True)
class StoryCard:
    title: str
    lede: str
    kind: str
    url: str
    published_at: datetime | None
    is_example: bool


@dataclass(frozen=True, slots=True)
class StoriesPage:
    """`language_only`: there are stories, but none in the page's language."""

    stories: tuple[StoryCard, ...]
    other_languages: tuple[StoryCard, ...]


def cards(lang: str) -> tuple[StoryCard, ...]:
    """The newest stories of one language that everyone may read."""
    rows = Story.objects.live().public().filter(locale__language_code=lang).order_by("-first_published_at")[:LISTED]
    return tuple(
        StoryCard(
            row.title,
            row.lede,
            str(row.get_kind_display()),
            row.get_url() or "",
            row.first_published_at,
            row.is_example,
        )
        for row in rows
    )


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    lang = (get_language() or settings.LANGUAGE_CODE)[:2]
    mine = cards(lang)
    others = () if mine or lang == settings.LANGUAGE_CODE else cards(settings.LANGUAGE_CODE)
    return render(request, "stories/stories.html", {"page": StoriesPage(mine, others)})


def live_story(pk: int) -> Story:
    """Raises Http404 for a draft, and for a story that only some may read."""
    found = Story.objects.live().public().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
def block(request: HttpRequest, pk: int, block: str) -> HttpResponse:
    """One block alone, for a frame on another site: only where the publisher allows it."""
    story = live_story(pk)
    if not story.is_embeddable:
        raise Http404
    found = next((one for one in story.body if str(one.id) == block), None)
    if found is None:
        raise Http404
    response = render(request, "stories/block.html", {"page": story, "block": found})
    response.may_be_framed = True
    return response


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """An image of a story: drawn anew from what was uploaded, at the sizes that pages use. Originals are not served."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT / "images"))
    response["Cache-Control"] = "public, max-age=86400"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    from civora.stories.paper import on_paper  # noqa: PLC0415 (the typesetter is loaded only here)

    story = live_story(pk)
    response = HttpResponse(on_paper(story, request), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{story.slug}.pdf"'
    response["Cache-Control"] = "no-cache"
    return response
