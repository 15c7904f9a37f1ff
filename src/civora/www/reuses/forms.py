"""What people fill in under `/reuses/`."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from civora.catalog import queries as catalog
from civora.community.rules import LINE, NAME, TEXT
from civora.community.rules.reuses import URL
from civora.community.types import NewReuse
from civora.core.policy.types import Reader
from civora.www import formats
from civora.www.reuses.words import KINDS

BETWEEN = re.compile(r"[\s,;]+")


class ReuseForm(forms.Form):
    """A reuse. `sent` names the form, so that sending it twice is sending it once."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=LINE)
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=[(one.value, label) for one, label in KINDS.items()]
    )
    url = forms.CharField(label=gettext_lazy("Its address on the web"), max_length=URL, widget=forms.URLInput, help_text=gettext_lazy("Where people can see or try it."))  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("What it does, for whom"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    datasets = forms.CharField(label=gettext_lazy("Made of these datasets"), max_length=2000, help_text=gettext_lazy("The last part of a dataset’s address, such as bike-counts; several separated by commas."))  # fmt: skip
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    author = forms.CharField(label=gettext_lazy("Name shown with it"), max_length=NAME, required=False, help_text=gettext_lazy("Left empty, it says “a resident”. Your e-mail address is never shown."))  # fmt: skip
    organisation = forms.ChoiceField(label=gettext_lazy("For an organisation"), required=False)
    picture = forms.FileField(label=gettext_lazy("Picture"), required=False, help_text=gettext_lazy("A screenshot or photograph, JPEG, PNG or WebP. It is made anew from its pixels, without hidden data."))  # fmt: skip
    alt = forms.CharField(label=gettext_lazy("What the picture shows"), max_length=300, required=False, help_text=gettext_lazy("Read out to those who do not see it."))  # fmt: skip
    lang = forms.ChoiceField(label=gettext_lazy("Language it is written in"), choices=settings.LANGUAGES)
    sent = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any, files: Any, reader: Reader, *, initial: dict[str, Any] | None = None) -> None:
        given = {"sent": secrets.token_urlsafe(16), "lang": formats.language()} | (initial or {})
        super().__init__(data, files, initial=given)
        themes = [(one.key, one.label) for one in catalog.themes(formats.language())]
        self.fields["theme"].choices = [("", "–"), *themes]  # type: ignore[attr-defined]  # a ChoiceField
        mine = sorted({key for key, _ in reader.roles})
        self.fields["organisation"].choices = [("", "–"), *((key, key) for key in mine)]  # type: ignore[attr-defined]  # as above
        if not mine:
            del self.fields["organisation"]

    @property
    def reuse(self) -> NewReuse:
        known = self.cleaned_data
        return NewReuse(
            known["title"], known["text"], known["kind"], known["url"],
            tuple(key.rpartition("@")[0] or key for key in map(last_part, BETWEEN.split(known["datasets"])) if key), known["theme"],
            known["author"], known.get("organisation", ""), known["lang"], known["alt"],
        )  # fmt: skip

    @property
    def image(self) -> bytes:
        given = self.cleaned_data.get("picture")
        return given.read() if given else b""


def last_part(text: str) -> str:
    """`https://…/datasets/trees/map/` means `trees`, too."""
    found = re.search(r"/datasets/([^/?#]+)", text)
    return found[1] if found else text.strip("/")
