"""Pictures of charts, drawn by the real engine."""

from __future__ import annotations

from civora.exhibits import queries
from civora.exhibits.rules import palettes
from civora.exhibits.rules.plot import plot
from civora.exhibits.rules.spec import spec
from civora.exhibits.types import Choice

TITLES = {"along": "Kind", "value": "Stations", "split": "", "rest": "all others"}
CHOICE = Choice("kind")
SPEC = spec(
    CHOICE,
    plot(CHOICE, [("fast <b>&", 29), ("العربية", 136)]),
    palette=palettes.PAGE,
    titles=TITLES,
)


def test_image_svg_follows_the_theme_and_escapes_names():
    svg = queries.image(SPEC, "svg").decode()
    assert svg.startswith("<svg")
    assert 'fill="var(--d1)"' in svg
    assert "<b>" not in svg


def test_image_png_is_a_png():
    made = spec(CHOICE, plot(CHOICE, [("fast", 29)]), palette=palettes.DARK, titles=TITLES)
    assert queries.image(made, "png")[:8] == b"\x89PNG\r\n\x1a\n"


def test_vega_keeps_the_numbers():
    assert [row["value"] for row in queries.vega(SPEC)["data"][0]["values"]] == [
        29,
        136,
    ]


def test_image_opens_no_address():
    foreign = SPEC | {
        "data": {
            "url": "file:///etc/passwd",
            "format": {"type": "dsv", "delimiter": ":"},
        }
    }
    foreign["encoding"] = {"y": {"field": "root", "type": "nominal"}}
    try:
        drawn = queries.image(foreign, "svg").decode()
    except ValueError as refused:
        drawn = str(refused)
    assert "daemon" not in drawn
