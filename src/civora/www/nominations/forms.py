"""What people fill in under `/nominations/`, and what the city answers."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from civora.community.rules import LINE, NAME, TEXT
from civora.community.types import NominationState
from civora.www import formats
from civora.www.nominations.words import STATES

ANSWERS = (NominationState.PLANNED, NominationState.PUBLISHED, NominationState.REFUSED)


class NominationForm(forms.Form):
    """A wish. `sent` names the form, so that sending it twice is sending it once."""

    title = forms.CharField(label=gettext_lazy("Which data do you miss?"), max_length=LINE, help_text=gettext_lazy("In a few words, such as “Opening hours of public toilets”."))  # fmt: skip
    text = forms.CharField(label=gettext_lazy("What should be in them?"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 5}), help_text=gettext_lazy("Which things, which columns, how often; who has them, if you know."))  # fmt: skip
    use = forms.CharField(label=gettext_lazy("What would you do with them?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("It helps the city to decide what comes first. You need not say."))  # fmt: skip
    author = forms.CharField(label=gettext_lazy("Name shown with it"), max_length=NAME, required=False, help_text=gettext_lazy("Left empty, it says “a resident”. Your e-mail address is never shown."))  # fmt: skip
    lang = forms.ChoiceField(label=gettext_lazy("Language it is written in"), choices=settings.LANGUAGES)
    sent = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(
            data, initial={"sent": secrets.token_urlsafe(16), "lang": formats.language()} | (initial or {})
        )


class AnswerForm(forms.Form):
    """The city's answer."""

    state = forms.ChoiceField(label=gettext_lazy("Answer"), choices=[(one.value, STATES[one][0]) for one in ANSWERS], widget=forms.RadioSelect)  # fmt: skip
    planned_for = forms.DateField(label=gettext_lazy("There by (for a plan)"), required=False, widget=forms.DateInput(attrs={"type": "date"}))  # fmt: skip
    dataset = forms.CharField(label=gettext_lazy("The dataset it became"), max_length=100, required=False, help_text=gettext_lazy("The last part of its address."))  # fmt: skip
    answer = forms.CharField(label=gettext_lazy("In words; reasons, if it is refused"), max_length=TEXT, required=False, widget=forms.Textarea(attrs={"rows": 4}))  # fmt: skip
