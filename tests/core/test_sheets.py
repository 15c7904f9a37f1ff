"""No spreadsheet runs what people wrote."""

from __future__ import annotations

from typing import Any

import pytest

from civora.core.sheets import inert


@pytest.mark.parametrize("text", ["=1+1", "+49 251", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_looks_like_a_formula_stays_text(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["", "12", "Trees = shade", -3, 1.5, None, True])
def test_everything_else_stays_what_it_is(cell: Any) -> None:
    assert inert(cell) is cell
