"""What people fill in under `/neighbourhoods/`."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy, ngettext

from civora.community.rules import NAME
from civora.community.rules.neighbours import DAYS, MESSAGE, TITLE
from civora.community.types import ListingKind, NewListing
from civora.www import formats

TEXT, PLACE, DISTRICT = 2_000, 200, 100
TAKEN = frozenset({"set", "messages", "listings"})  # addresses of other pages
LOCAL = "%Y-%m-%dT%H:%M"


def stands() -> list[tuple[int, str]]:
    return [(days, ngettext("{n} day", "{n} days", days).format(n=days)) for days in DAYS]


class Moment(forms.DateTimeField):
    """A day and an hour on the city's clock."""

    def __init__(self, **rest: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
        super().__init__(widget=widget, input_formats=[LOCAL, "%Y-%m-%d %H:%M"], **rest)

    def clean(self, value: Any) -> datetime | None:
        found = super().clean(value)
        return found.replace(tzinfo=ZoneInfo(settings.CITY_ZONE)) if found else None


class ListingForm(forms.Form):
    """An offer or a request, which stand some days; or a meeting, which has a time and a place. `sent` names the form, so
    that sending it twice is sending it once."""

    title = forms.CharField(label=gettext_lazy("In a few words"), max_length=TITLE)
    text = forms.CharField(label=gettext_lazy("More about it"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 5}), help_text=gettext_lazy("Everyone can read it. Give no address and no telephone number: neighbours write to you here."))  # fmt: skip
    starts_at = Moment(label=gettext_lazy("Begins"))
    ends_at = Moment(label=gettext_lazy("Ends"))
    place = forms.CharField(label=gettext_lazy("Where"), max_length=PLACE, help_text=gettext_lazy("A place that everybody may know, such as a park or a hall."))  # fmt: skip
    days = forms.TypedChoiceField(label=gettext_lazy("It stands for"), choices=stands, coerce=int, initial=30)
    lang = forms.ChoiceField(label=gettext_lazy("Language it is written in"), choices=settings.LANGUAGES)
    sent = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, kind: ListingKind, data: Any = None) -> None:
        super().__init__(data, initial={"sent": secrets.token_urlsafe(16), "lang": formats.language(), "days": 30})
        self.kind = kind
        for name in ("days",) if kind is ListingKind.MEETING else ("starts_at", "ends_at", "place"):
            del self.fields[name]

    @property
    def listing(self) -> NewListing:
        """What was filled in; only of a form that is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "sent"}
        return NewListing(kind=self.kind.value, **given)


class JoinForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("What may your neighbours call you?"), max_length=NAME, help_text=gettext_lazy("A first name is enough. Members of this neighbourhood see it; your e-mail address is never shown."))  # fmt: skip


class MessageForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Your message"), max_length=MESSAGE, widget=forms.Textarea(attrs={"rows": 4}))  # fmt: skip
    sent = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"sent": secrets.token_urlsafe(16)})


class RenewForm(forms.Form):
    days = forms.TypedChoiceField(label=gettext_lazy("From now on for"), choices=stands, coerce=int, initial=30)


class NeighbourhoodForm(forms.Form):
    """Of staff: the district, its key in addresses, and a word of welcome in each language."""

    district = forms.CharField(label=gettext_lazy("District"), max_length=DISTRICT)
    key = forms.SlugField(label=gettext_lazy("Last part of its address"), max_length=60)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for lang, name in settings.LANGUAGES:
            self.fields[f"text_{lang}"] = forms.CharField(label=gettext_lazy("A word of welcome") + f" ({name})", max_length=TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3, "lang": lang}))  # fmt: skip

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).lower()
        if key in TAKEN:
            raise forms.ValidationError(gettext("This address is taken. Choose another one."))
        return key

    @property
    def text(self) -> dict[str, str]:
        return {lang: self.cleaned_data[f"text_{lang}"] for lang, _ in settings.LANGUAGES if self.cleaned_data[f"text_{lang}"]}  # fmt: skip
