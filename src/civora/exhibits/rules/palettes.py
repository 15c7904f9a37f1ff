"""The colours of charts, as `tokens.css` has them: for pages (which follow the theme) and for files (which cannot).

Each set reaches 3:1 on its paper and stays apart in simulated deuteranopia, protanopia and tritanopia. `print` has
patterns in one ink, for paper without colour: `patterned` puts them into a picture.
"""

from __future__ import annotations

import re
from typing import Any

from civora.exhibits.types import Palette

PAGE = Palette(
    ink="var(--ink)", ink_quiet="var(--ink-2)", rule="var(--rule)", paper="none",
    series=("var(--d1)", "var(--d2)", "var(--d3)", "var(--d4)", "var(--d5)", "var(--d6)"), rest="var(--d0)",
    steps=("var(--s1)", "var(--s2)", "var(--s3)", "var(--s4)", "var(--s5)"),
)  # fmt: skip
LIGHT = Palette(
    ink="#15201f", ink_quiet="#46514e", rule="#d8d5ca", paper="#faf9f5",
    series=("#00717c", "#b87200", "#c5452f", "#5159b3", "#33410a", "#c26bb4"), rest="#868d89",
    steps=("#d5ebe7", "#9fcfcb", "#5fabac", "#1f7f87", "#00505a"),
)  # fmt: skip
DARK = Palette(
    ink="#eeece5", ink_quiet="#bac2be", rule="#2b383a", paper="#0f1719",
    series=("#4fc1ca", "#e8ab3f", "#f1836d", "#9fa8f3", "#dde88f", "#b45fa6"), rest="#7b8784",
    steps=("#143a40", "#1f626a", "#2f8f97", "#5fbfc4", "#b5e6e4"),
)  # fmt: skip
PRINT = Palette(
    ink="#000000", ink_quiet="#222222", rule="#cccccc", paper="#ffffff",
    series=("#000000", "url(#p2)", "url(#p3)", "url(#p4)", "url(#p5)", "url(#p6)"), rest="#bbbbbb",
    steps=("#f2f2f2", "#cccccc", "#999999", "#555555", "#111111"),
)  # fmt: skip
PALETTES = {"page": PAGE, "light": LIGHT, "dark": DARK, "print": PRINT}
COLOUR = re.compile(r"@(ink|ink-2|rule|paper|d[0-6]|s[1-5])")
PATTERNS = (
    '<defs><pattern id="p2" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/><path d="M0 6L6 0M-1 1L1 -1M5 7L7 5" stroke="#000" stroke-width="1.6"/></pattern>'
    '<pattern id="p3" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="#fff"/><circle cx="2.5" cy="2.5" r="1.3" fill="#000"/></pattern>'
    '<pattern id="p4" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="4" height="4" fill="#fff"/><path d="M0 2H4" stroke="#000" stroke-width="1.4"/></pattern>'
    '<pattern id="p5" width="7" height="7" patternUnits="userSpaceOnUse"><rect width="7" height="7" fill="#fff"/><path d="M0 0L7 7M7 0L0 7" stroke="#000" stroke-width="1"/></pattern>'
    '<pattern id="p6" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="#fff"/><path d="M2.5 0V5" stroke="#000" stroke-width="1"/></pattern></defs>'
)


def coloured(value: Any, palette: Palette) -> Any:
    """The spec with the palette's colours in place of `@d1`, `@s3`, `@ink`…"""
    if isinstance(value, dict):
        return {key: coloured(one, palette) for key, one in value.items()}
    if isinstance(value, list):
        return [coloured(one, palette) for one in value]
    if isinstance(value, str) and (found := COLOUR.fullmatch(value)):
        return named(found[1], palette)
    return value


def named(name: str, palette: Palette) -> str:
    known = {"ink": palette.ink, "ink-2": palette.ink_quiet, "rule": palette.rule, "d0": palette.rest}
    if name in known:
        return known[name]
    if name == "paper":
        return "var(--paper)" if palette.paper == "none" else palette.paper
    number = int(name[1]) - 1
    return palette.series[number] if name[0] == "d" else palette.steps[number]


def patterned(svg: str) -> str:
    """The patterns that a picture in the print palette refers to, put into it."""
    head, end, rest = svg.partition(">")
    return head + end + PATTERNS + rest if "url(#p" in svg else svg
