"""Every page of the portal: accessible in light and dark, on a phone and a wide screen, in three languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

TREES = "/datasets/charging-points/"
PAGES = ("/", "/datasets/", "/datasets/?q=bus", TREES + "table/")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible(accessible: Callable[..., None], path: str) -> None:
    accessible(path)
