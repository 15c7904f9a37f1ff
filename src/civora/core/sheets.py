"""Cells of spreadsheets. Source: OWASP, "CSV Injection"."""

from __future__ import annotations

from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(cell: Any) -> Any:
    """A cell of a CSV: text that a spreadsheet would run as a formula begins with an apostrophe; everything else stays."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
