"""The colours of charts, as `tokens.css` has them: for pages (which follow the theme) and for files (which cannot)."""

from __future__ import annotations

from civora.exhibits.types import Palette

PAGE = Palette(
    ink="var(--ink)", ink_quiet="var(--ink-2)", rule="var(--rule)", paper="none",
    series=("var(--d1)", "var(--d2)", "var(--d3)", "var(--d4)", "var(--d5)", "var(--d6)"), rest="var(--d0)",
)  # fmt: skip
LIGHT = Palette(
    ink="#15201f", ink_quiet="#46514e", rule="#d8d5ca", paper="#faf9f5",
    series=("#00717c", "#b87200", "#c5452f", "#5159b3", "#33410a", "#c26bb4"), rest="#868d89",
)  # fmt: skip
DARK = Palette(
    ink="#eeece5", ink_quiet="#bac2be", rule="#2b383a", paper="#0f1719",
    series=("#4fc1ca", "#e8ab3f", "#f1836d", "#9fa8f3", "#dde88f", "#b45fa6"), rest="#7b8784",
)  # fmt: skip
PALETTES = {"page": PAGE, "light": LIGHT, "dark": DARK}
