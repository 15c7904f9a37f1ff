"""Words of GeoReport: times with zones, spans, pages, attributes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.core.errors import CivoraError
from civora.protocols.open311 import dialect
from civora.protocols.open311.errors import BadParameter
from civora.reports.types import Place, Status

NOW = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)


def asked(**params: str) -> dialect.Asked:
    return dialect.asked({name: [value] for name, value in params.items()}, NOW)


def test_without_words_the_last_ninety_days_are_asked_for() -> None:
    found = asked()
    assert (found.filter.since, found.filter.until) == (NOW - timedelta(days=90), NOW)
    assert (found.limit, found.offset, found.is_extended) == (1000, 0, False)


def test_numbers_override_everything_else() -> None:
    found = asked(service_request_id="a1,b2", status="closed", start_date="2020-01-01T00:00:00Z")  # fmt: skip
    assert found.filter.keys == ("a1", "b2")
    assert (found.filter.is_open, found.filter.since) == (None, None)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2025-05-01T10:00:00Z", 10),
        ("2025-05-01T10:00:00+02:00", 8),
        ("2025-05-01T10:00:00 02:00", 8),
        ("2025-05-01 10:00:00-05:00", 15),
        ("2025-05-01T10:00:00.5Z", 10),
    ],
)
def test_times_have_zones(text: str, hour: int) -> None:
    found = asked(start_date=text)
    assert found.filter.since is not None
    assert found.filter.since.hour == hour


@pytest.mark.parametrize(
    "params",
    [
        {"start_date": "2025-05-01T10:00:00"}, {"start_date": "2025-05-01"}, {"start_date": "yesterday"}, {"end_date": "9999-99-99T00:00:00Z"},
        {"start_date": "2024-01-01T00:00:00Z", "end_date": "2025-01-01T00:00:00Z"},
        {"start_date": "2025-05-02T00:00:00Z", "end_date": "2025-05-01T00:00:00Z"},
        {"status": "fixed"}, {"page": "0"}, {"page": "-1"}, {"page_size": "501"}, {"page_size": "x"}, {"page": "9" * 40}, {"page": "²"},
        {"lat": "91", "long": "0"}, {"lat": "nan", "long": "0"}, {"lat": "1"}, {"lat": "51,9", "long": "7,6"},
        {"end_date": "0001-01-01T00:00:00+14:00"}, {"start_date": "9999-12-31T00:00:00-14:00"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_remedy(params: dict[str, str]) -> None:
    with pytest.raises(BadParameter) as refused:
        asked(**params)
    assert refused.value.next_step


def test_pages_begin_at_one() -> None:
    assert (asked(page="3").limit, asked(page="3").offset) == (50, 100)
    assert (asked(page="2", page_size="200").limit, asked(page="2", page_size="200").offset) == (200, 200)


def test_lists_come_with_commas_or_repeated() -> None:
    assert dialect.listed({"service_code": ["a, b", "c"]}, "service_code") == ("a", "b", "c")
    assert asked(status="open,closed").filter.is_open is None
    assert asked(status="open").filter.is_open is True


def test_attributes_have_one_or_many_values() -> None:
    params = {"attribute[number]": ["4412"], "attribute[kinds][]": ["a", "b"], "attribute[x": ["y"], "other": ["z"]}
    assert dialect.answers(params) == {"number": ["4412"], "kinds": ["a", "b"]}


def test_a_place_is_coordinates_or_words() -> None:
    assert dialect.place({"lat": ["51.9"], "long": ["7.6"]}) == Place(51.9, 7.6)
    assert dialect.place({"address_string": ["Salzstraße 1"]}) == Place(address="Salzstraße 1")


def test_statuses_of_updates_are_the_extended_ones() -> None:
    assert dialect.status({"status": ["action_scheduled"]}) is Status.PLANNED
    assert dialect.status({}) is None
    with pytest.raises(BadParameter):
        dialect.status({"status": ["GONE"]})


@given(st.dictionaries(st.sampled_from(["start_date", "end_date", "page", "page_size", "lat", "long", "status", "service_code", "q", "updated_after"]), st.lists(st.text(max_size=30), min_size=1, max_size=2), max_size=5))  # fmt: skip
def test_no_words_break_it(params: dict[str, Any]) -> None:
    try:
        dialect.asked(params, NOW)
    except CivoraError as refused:
        assert refused.next_step
