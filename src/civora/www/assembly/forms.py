"""What people fill in under `/take-part/`."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from civora.assembly.rules import words
from civora.assembly.types import NewProposal
from civora.www import formats


def token() -> str:
    """Names one form, so that sending it twice is sending it once."""
    return secrets.token_urlsafe(16)


class ProposalForm(forms.Form):
    """A proposal. `token` is made with the form; `sure` says that similar ones were looked at."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=words.LINE, help_text=gettext_lazy("What should happen, in one sentence."))  # fmt: skip
    text = forms.CharField(label=gettext_lazy("What, why, for whom"), max_length=words.TEXT, widget=forms.Textarea(attrs={"rows": 8}))  # fmt: skip
    place = forms.CharField(label=gettext_lazy("Where"), max_length=words.LINE, required=False, help_text=gettext_lazy("A street, a square, a district; or put a point on the map."))  # fmt: skip
    lat = forms.FloatField(label=gettext_lazy("Latitude"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=gettext_lazy("Longitude"), required=False, min_value=-180, max_value=180)
    cost = forms.IntegerField(label=gettext_lazy("Cost, if you can guess it (€)"), required=False, min_value=0, max_value=words.COST_AT_MOST)  # fmt: skip
    signature = forms.CharField(label=gettext_lazy("Name shown with it"), max_length=words.SIGNATURE, required=False, help_text=gettext_lazy("Left empty, it says “a resident”. Your e-mail address is never shown."))  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language it is written in"), choices=settings.LANGUAGES)
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        given = {"token": token(), "language": formats.language()} | (initial or {})
        super().__init__(data, initial=given)
        for name in ("lat", "lon"):
            self.fields[name].widget.attrs["step"] = "any"

    @property
    def proposal(self) -> NewProposal:
        known = {name: value for name, value in self.cleaned_data.items() if name not in ("token", "sure")}
        return NewProposal(**known)


class AmendForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("The text as you would have it"), max_length=words.TEXT, widget=forms.Textarea(attrs={"rows": 10}))  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=words.REASON, required=False, widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip


class MergeForm(forms.Form):
    others = forms.CharField(label=gettext_lazy("Numbers of the other proposals"), max_length=60, help_text=gettext_lazy("Separated by commas. Each of their authors is asked; nothing happens before all agree."))  # fmt: skip
    title = forms.CharField(label=gettext_lazy("Title of what they become"), max_length=words.LINE)
    text = forms.CharField(label=gettext_lazy("Text of what they become"), max_length=words.TEXT, widget=forms.Textarea(attrs={"rows": 8}))  # fmt: skip

    def clean_others(self) -> list[int]:
        numbers = [part.strip().lstrip("#") for part in self.cleaned_data["others"].split(",")]
        if not all(one.isdecimal() and len(one) < 10 for one in numbers):  # noqa: PLR2004 (no proposal has such a number)
            raise forms.ValidationError(gettext_lazy("Write numbers such as 3, 17."))
        return [int(one) for one in numbers]


class EvidenceForm(forms.Form):
    address = forms.CharField(label=gettext_lazy("Address of a table, map or chart"), max_length=2500, help_text=gettext_lazy("Open a dataset here, filter it until it shows what you mean, and copy the address from the browser."))  # fmt: skip
    caption = forms.CharField(label=gettext_lazy("What it shows"), max_length=200, required=False)
