"""The address of what people follow."""

from __future__ import annotations

import pytest

from civora.core import addresses


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        ("report:r7", "/reports/r7/"), ("vote:budget/parks", "/take-part/budget/result/parks/"),
        ("vote:budget/parks/3", "/take-part/budget/result/parks/?project=3#one"), ("process:budget", "/take-part/budget/"), ("proposal:budget/12", "/take-part/budget/proposals/12/"),
        ("project:street", "/indicators/projects/street/"), ("dataset:trees@2", "/datasets/trees@2/"), ("comment:x", ""), ("", ""),
        ("project:", ""), ("project:../../x", "/indicators/projects/..%2F..%2Fx/"),
    ],
)  # fmt: skip
def test_a_subject_has_its_page(subject: str, path: str) -> None:
    assert addresses.path(subject) == path
