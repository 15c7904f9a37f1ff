"""Shapes of GeoReport: JSON and XML say the same, nothing breaks the XML, persons stay out."""

from __future__ import annotations

from xml.etree import ElementTree

import orjson
from hypothesis import given
from hypothesis import strategies as st

from civora.protocols.open311 import shapes
from tests.factories.reports import NUMBER, STATE, category


def test_a_service_says_whether_it_has_questions() -> None:
    found = shapes.service(category(questions=(NUMBER,)), "de")
    assert found == {
        "service_code": "light", "service_name": "light (de)", "description": "All about light.", "metadata": True, "type": "realtime",
        "keywords": "light", "group": "Street",
    }  # fmt: skip
    assert shapes.service(category(), "fr", is_realtime=False)["type"] == "batch"


def test_a_definition_numbers_its_attributes() -> None:
    found = shapes.definition(category(questions=(NUMBER, STATE)), "en")
    assert [one["order"] for one in found["attributes"]] == [1, 2]
    assert found["attributes"][1]["values"][0] == {"key": "off", "name": "It is off"}
    assert found["attributes"][0]["values"] == []


def test_xml_wraps_lists_and_leaves_what_is_nothing_empty() -> None:
    rows = [{"service_code": "1", "group": None, "metadata": True, "keywords": "a & b <c>"}]
    text = shapes.written("services", rows, "xml").decode()
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>')
    tree = ElementTree.fromstring(text)
    assert tree.tag == "services"
    assert [(one.tag, one.text) for one in tree.find("service") or ()] == [
        ("service_code", "1"), ("group", None), ("metadata", "true"), ("keywords", "a & b <c>"),
    ]  # fmt: skip
    assert orjson.loads(shapes.written("services", rows, "json")) == rows
    assert shapes.written("services", [], "xml").endswith(b"<services/>")
    assert shapes.written("services", [], "json") == b"[]"


@given(st.text())
def test_any_text_makes_xml_that_can_be_read(text: str) -> None:
    if not text.isprintable():
        text = text.encode("utf-8", "ignore").decode()
    tree = ElementTree.fromstring(shapes.written("service_requests", [{"description": text}], "xml").decode())
    assert tree.find("request/description") is not None
