"""Words of a tile's address."""

from __future__ import annotations

import pytest

from civora.core.query.ast import And, Call, Compare, Refinement
from civora.core.query.errors import ODSQLSyntaxError
from civora.protocols.tiles import dialect


def test_conditions_hold_together():
    found = dialect.query({"where": ["a > 1", " "], "q": ["oak"], "refine": ["kind:tree:old", "nothing"]}, "trees", 2)
    assert isinstance(found.where, And)
    assert [type(one) for one in found.where.items] == [Compare, Call]
    assert found.refine == (Refinement("kind", "tree:old"),) and found.version == 2


def test_nothing_asked_for():
    assert dialect.query({}, "trees", None).where is None


def test_a_condition_that_cannot_be_read():
    with pytest.raises(ODSQLSyntaxError):
        dialect.query({"where": ["((("]}, "trees", None)
