"""The table of functions agrees with the reference's lists and with itself."""

from __future__ import annotations

import pytest

from civora.core.query.functions import FUNCTIONS, GROUP_BY, SELECT, WHERE, Kind

REFERENCE = {
    Kind.SCALAR: {
        "length", "lower", "ifnull", "year", "month", "day", "hour", "minute", "second", "now", "date_format", "json_format",
        "distance", "random",
    },
    Kind.PREDICATE: {
        "search", "suggest", "startswith", "within_distance", "in_bbox", "intersects", "disjoint", "within", "geometry",
        "polygon",
    },
    Kind.AGGREGATE: {"count", "avg", "sum", "min", "max", "median", "percentile", "envelope", "bbox"},
    Kind.GROUP: {"range", "geo_cluster"},
    Kind.WILDCARD: {"include", "exclude"},
}  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
def test_all_functions_of_the_reference_are_there_and_others_say_so(kind: Kind) -> None:
    ours = {function.name for function in FUNCTIONS.values() if function.kind is kind and not function.is_extension}
    assert ours == REFERENCE[kind]


def test_extensions() -> None:
    assert {function.name for function in FUNCTIONS.values() if function.is_extension} == {
        "keep",
        "moving_avg",
        "near",
        "stddev",
        "variance",
    }


def test_clauses() -> None:
    in_group_by = {function.name for function in FUNCTIONS.values() if GROUP_BY in function.clauses}
    parts = {"year", "month", "day", "hour", "minute", "second"}
    assert in_group_by == parts | {"date_format", "ifnull", "keep", "lower", "range", "geo_cluster"}
    for function in FUNCTIONS.values():
        assert (function.kind is Kind.PREDICATE) is (function.clauses == {WHERE})
        assert function.kind is not Kind.AGGREGATE or SELECT in function.clauses
