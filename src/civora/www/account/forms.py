"""Forms of `/account/`."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class KeyForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy(
            "So that you know later which key to revoke: “nightly export”, “dashboard in the lobby”."
        ),
        max_length=100,
        required=False,
    )
