"""What several screens of the desk show."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from civora.core.errors import CivoraError
from civora.www.parts import Alert, Crumb
from civora.www.said import said


def crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    return (Crumb(gettext("Desk"), reverse("desk:home")), *more)


def alert(error: CivoraError) -> Alert:
    return Alert(said(error.message), said(error.next_step), "bad")
