"""Kinds of reuses in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from civora.community.types import ReuseKind

KINDS = {
    ReuseKind.APPLICATION: gettext_lazy("Application"),
    ReuseKind.VISUALISATION: gettext_lazy("Visualisation"),
    ReuseKind.ARTICLE: gettext_lazy("Article"),
    ReuseKind.PAPER: gettext_lazy("Scientific paper"),
    ReuseKind.API: gettext_lazy("API"),
    ReuseKind.LESSON: gettext_lazy("Lesson"),
    ReuseKind.ARTWORK: gettext_lazy("Work of art"),
    ReuseKind.HARDWARE: gettext_lazy("Device"),
    ReuseKind.IDEA: gettext_lazy("Idea"),
}
