"""A reader whose browser runs no scripts: filters, sorts, pages, searches and downloads by links and forms alone."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import httpx


def number_of(text: str) -> int:
    return int(re.sub(r"\D", "", re.search(r"[\d,]+", text).group()))


def test_rows_are_filtered_sorted_paged_searched_and_downloaded(open_page: Any) -> None:
    page = open_page("/datasets/budget/table/", javascript=False)
    everything = number_of(page.locator(".viewbar [role=status]").inner_text())
    facet = page.locator("#filters details.facet li a").first
    if not facet.is_visible():
        page.locator("#filters details.facet summary").first.click()
    count = number_of(facet.locator("span.n").inner_text())
    facet.click()
    assert "refine=" in page.url
    assert number_of(page.locator(".viewbar [role=status]").inner_text()) == count < everything
    page.locator("table.rows th a").first.click()
    assert "sort=" in page.url and "refine=" in page.url
    assert page.locator("table.rows th[aria-sort]").count() == 1
    before = page.locator("table.rows tbody tr").all_inner_texts()
    page.locator("ul.pages a[rel=next]").first.click()
    assert "page=2" in page.url and "refine=" in page.url and "sort=" in page.url
    assert page.locator("table.rows tbody tr").all_inner_texts() != before
    page.fill("#rows-q", "Aufwendungen")
    page.locator(".rowsearch button").click()
    assert "q=Aufwendungen" in page.url and "refine=" in page.url
    found = number_of(page.locator(".viewbar [role=status]").inner_text())
    assert 0 < found < count
    page.locator(".viewbar a", has_text="Download").first.click()
    assert "/export/" in page.url and "q=Aufwendungen" in page.url and "refine=" in page.url
    link = page.locator("table a[download]", has_text="CSV").first.get_attribute("href")
    answer = httpx.get(httpx.URL(page.url).join(link)).text
    rows = list(
        csv.reader(io.StringIO(answer.lstrip("\ufeff")), delimiter=";" if ";" in answer.splitlines()[0] else ",")
    )
    assert len(rows) - 1 == found
    assert all("aufwendungen" in " ".join(row).lower() for row in rows[1:])
