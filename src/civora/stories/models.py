"""Stories: editorial pages made of blocks. Wagtail keeps drafts, revisions, schedules, reviews and translations."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from civora.stories.blocks import Body
from civora.stories.templates_of import KINDS, beginning


class Front(Page):
    """The root of one language's stories. Not a page itself: `/` is the portal's home.

    personal data: none
    """

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["stories.Story"]
    max_count_per_parent = 3

    class Meta:
        verbose_name = _("stories of one language")


class Story(Page):
    """One editorial page. Its blocks hold keys of what they show, never a copy.

    personal data: yes (the account that wrote or reviewed a revision)
    kept until: the page is deleted
    erased by: people.actions.forget_person (the account goes, the revision stays without a name)
    """

    kind = models.CharField(_("template"), max_length=20, choices=KINDS, default="theme")
    lede = models.CharField(_("in one sentence"), max_length=300, blank=True)
    body = StreamField(Body(), blank=True, verbose_name=_("content"))
    is_embeddable = models.BooleanField(_("other sites may embed it"), default=False)
    is_example = models.BooleanField(_("example content"), default=False)

    parent_page_types: ClassVar[list[str]] = ["stories.Front", "stories.Story"]
    subpage_types: ClassVar[list[str]] = ["stories.Story"]
    template = "stories/story.html"
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("lede"), index.SearchField("body")]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("lede"),
        FieldPanel("body"),
    ]
    promote_panels: ClassVar[list[Any]] = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("is_embeddable"), FieldPanel("is_example")], heading=_("Use elsewhere")),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """A new story without content begins as its template does."""
        if self._state.adding and not self.body:
            self.body = beginning(self.kind)
        super().full_clean(*args, **kwargs)

    @property
    def has_maps(self) -> bool:
        return '"map"' in self.raw or "/map/" in self.raw

    @property
    def has_charts(self) -> bool:
        return '"chart"' in self.raw

    @property
    def raw(self) -> str:
        return json.dumps(self.body.get_prep_value(), default=str)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nobody else may frame a page whose publisher does not say so. What it shows depends on who reads: not kept."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        response["Cache-Control"] = "no-cache"
        response.may_be_framed = self.is_embeddable and request.GET.get("embed") == "1"
        return response
