"""Pictures of charts, drawn by the real engine."""

from __future__ import annotations

import json

import vl_convert

from civora.exhibits import queries
from civora.exhibits.queries.drawing import framed, safe, wrapped
from civora.exhibits.rules import palettes
from civora.exhibits.rules.fill import filled

SPEC = {
    "data": {"name": "main"}, "mark": {"type": "bar", "color": "@d1"},
    "encoding": {"y": {"field": "along", "type": "nominal"}, "x": {"field": "value", "type": "quantitative"}},
}  # fmt: skip
ROWS = {"main": [{"along": "fast <b>&", "value": 29}, {"along": "العربية", "value": 136}]}
PAGE = filled(SPEC, ROWS, words={}, palette=palettes.PAGE)


def test_image_svg_follows_the_theme_and_escapes_names():
    svg = queries.image(PAGE, "svg").decode()
    assert svg.startswith("<svg")
    assert 'fill="var(--d1)"' in svg
    assert "<b>" not in svg
    assert "العربية" in svg


def test_image_png_and_pdf_are_what_they_say():
    made = filled(SPEC, ROWS, words={}, palette=palettes.DARK)
    assert queries.image(made, "png")[:8] == b"\x89PNG\r\n\x1a\n"
    assert queries.image(made, "pdf")[:5] == b"%PDF-"


def test_vega_keeps_the_numbers():
    found = {row["value"] for data in queries.vega(PAGE)["data"] for row in data.get("values", ())}
    assert found == {29, 136}


def test_vega_is_what_the_compiler_makes_of_the_whole():
    assert queries.vega(PAGE) == vl_convert.vegalite_to_vega(json.dumps(PAGE))


def test_vega_is_compiled_once_whatever_the_rows(monkeypatch):
    queries.vega(PAGE)
    monkeypatch.setattr(vl_convert, "vegalite_to_vega", None)  # asking the compiler again fails
    others = PAGE | {"datasets": {"main": [{"along": "third", "value": -0.1}]}}
    assert [one["values"] for one in queries.vega(others)["data"] if "values" in one] == [others["datasets"]["main"]]


def test_image_opens_no_address():
    foreign = PAGE | {"data": {"url": "file:///etc/passwd", "format": {"type": "dsv", "delimiter": ":"}}}
    foreign["encoding"] = {"y": {"field": "root", "type": "nominal"}}
    try:
        drawn = queries.image(foreign, "svg").decode()
    except ValueError as refused:
        drawn = str(refused)
    assert "daemon" not in drawn


def test_framed_escapes_its_words_and_wraps_them():
    svg = framed("", ["<script>alert(1)</script>"], ["long " * 60], "a & b", "#000", "#fff", 400)
    assert "<script>" not in svg
    assert "a &amp; b" in svg
    assert svg.count("<text") > 4
    assert wrapped("one two three", 7) == ["one two", "three"]


def test_a_cell_that_a_spreadsheet_would_run_is_text():
    assert safe("=1+1") == "'=1+1"
    assert safe(-3) == -3
    assert safe(None) == ""


def test_patterns_stand_in_the_print_palette_only():
    made = filled(SPEC | {"mark": {"type": "bar", "color": "@d2"}}, ROWS, words={}, palette=palettes.PRINT)
    svg = palettes.patterned(queries.image(made, "svg").decode())
    assert 'fill="url(#p2)"' in svg
    assert '<pattern id="p2"' in svg
