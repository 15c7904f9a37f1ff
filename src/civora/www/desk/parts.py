"""What several screens of the desk show."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from civora.www.parts import Crumb


def crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    return (Crumb(gettext("Desk"), reverse("desk:home")), *more)
