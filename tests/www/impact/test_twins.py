"""Twins for spreadsheets."""

from civora.www.impact.twins import safe


def test_an_empty_cell_stays_empty():
    assert [safe(one) for one in ("", "=1+1", "12", None)] == ["", "'=1+1", "12", None]
