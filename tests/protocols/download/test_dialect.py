"""Words of the older download."""

from __future__ import annotations

import pytest

from civora.core.query.ast import Name, Order, Refinement, Text
from civora.protocols.download import dialect


def test_a_whole_address():
    found = dialect.query(
        {"q": ["oak"], "refine.kind": ["tree"], "exclude.year": ["2020", "2021"], "sort": ["-height"], "rows": ["5"], "timezone": ["UTC"]},
        "trees", None, "en",
    )  # fmt: skip
    assert found.where == Text("oak") and found.limit == 5
    assert found.refine == (
        Refinement("kind", "tree"),
        Refinement("year", "2020", True),
        Refinement("year", "2021", True),
    )
    assert found.order_by == (Order(Name("height"), is_descending=False),)


def test_everything_by_default():
    found = dialect.query({}, "trees", 3, "en")
    assert (found.limit, found.where, found.order_by, found.version) == (None, None, (), 3)
    assert dialect.form({}) == "csv" and dialect.options({}).delimiter == ";"
    assert dialect.form({"format": ["xls"]}) == "xlsx"


@pytest.mark.parametrize("params", [{"rows": ["x"]}, {"rows": ["-5"]}])
def test_rows_that_are_no_number(params):
    with pytest.raises(dialect.BadDownload):
        dialect.query(params, "trees", None, "en")


def test_other_words_that_are_off():
    with pytest.raises(dialect.BadDownload):
        dialect.form({"format": ["docx"]})
    for separator in ("ab", "\x00", "x"):
        with pytest.raises(dialect.BadDownload):
            dialect.options({"csv_separator": [separator]})
