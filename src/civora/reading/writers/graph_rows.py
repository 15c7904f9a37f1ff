"""Rows as a graph: Turtle, N3 (of which Turtle is a part), RDF/XML, JSON-LD. One node a row, without an address of its own.

Sources: https://www.w3.org/TR/turtle/, https://www.w3.org/TR/rdf-syntax-grammar/, https://www.w3.org/TR/json-ld11/. A column
is the property `urn:civora:field:NAME`; signs that a name in XML may not hold become `_`, in all four alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

import orjson

from civora.core.schema import FieldType
from civora.reading.types import ExportOptions, FormatCard
from civora.reading.writers.columns import over
from civora.reading.writers.json_rows import selected
from civora.reading.writers.types import Source

SPACE = "urn:civora:field:"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
KINDS = {
    FieldType.INT: "integer", FieldType.DOUBLE: "double", FieldType.BOOLEAN: "boolean", FieldType.DATE: "date",
    FieldType.DATETIME: "dateTime",
}  # fmt: skip
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML has no way to write
Row = list[tuple[str, FieldType | None, Any]]


def local(name: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return plain if plain[:1].isalpha() or plain.startswith("_") else f"_{plain}"


def lines(source: Source) -> Iterator[bytes]:
    """The rows as JSON, one a line; chunks of the engine end anywhere."""
    rest = b""
    for chunk in source.lake.stream(over(source, selected(source, use_labels=False)), "FORMAT json"):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from filter(None, whole)
    if rest:
        yield rest


def rows(source: Source) -> Iterator[Row]:
    """Per row its values: a multivalued cell is several, an empty one none."""
    names = [(column.name, local(column.name), column.type) for column in source.columns]
    for line in lines(source):
        found = orjson.loads(line)
        row: Row = []
        for name, plain, kind in names:
            value = found.get(name)
            for one in value if isinstance(value, list) else [value]:
                if one is not None:
                    row.append((plain, kind, one))
        yield row


def text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def kind_of(kind: FieldType | None, value: Any) -> str:
    """The type of a literal; of an expression's value what JSON says. Empty for texts."""
    if kind in KINDS:
        return KINDS[kind]
    if kind is None and isinstance(value, bool):
        return "boolean"
    if kind is None and isinstance(value, int | float):
        return "integer" if isinstance(value, int) else "double"
    return ""


class Turtle:
    card = FormatCard("turtle", "text/turtle; charset=utf-8", "ttl", "Turtle")

    def chunks(self, source: Source, options: ExportOptions) -> Iterator[bytes]:
        yield f"@prefix f: <{SPACE}> .\n@prefix xsd: <{XSD}> .\n".encode()
        for row in rows(source):
            if row:
                yield f"[] {' ; '.join(f'f:{name} {self.literal(kind, value)}' for name, kind, value in row)} .\n".encode()

    def literal(self, kind: FieldType | None, value: Any) -> str:
        quoted = orjson.dumps(text_of(value)).decode()  # JSON's escapes are Turtle's
        typed = kind_of(kind, value)
        return f"{quoted}^^xsd:{typed}" if typed else quoted


class N3(Turtle):
    card = FormatCard("n3", "text/n3; charset=utf-8", "n3", "N3")


class RdfXml:
    card = FormatCard("rdfxml", "application/rdf+xml", "rdf", "RDF/XML")

    def chunks(self, source: Source, options: ExportOptions) -> Iterator[bytes]:
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="{RDF}" xmlns:f="{SPACE}">\n'.encode()
        for row in rows(source):
            yield f"<rdf:Description>{''.join(self.element(*one) for one in row)}</rdf:Description>\n".encode()
        yield b"</rdf:RDF>\n"

    def element(self, name: str, kind: FieldType | None, value: Any) -> str:
        typed = kind_of(kind, value)
        attribute = f' rdf:datatype="{XSD}{typed}"' if typed else ""
        return f"<f:{name}{attribute}>{escape(CONTROLS.sub(' ', text_of(value)))}</f:{name}>"


class JsonLd:
    card = FormatCard("jsonld", "application/ld+json", "jsonld", "JSON-LD")

    def chunks(self, source: Source, options: ExportOptions) -> Iterator[bytes]:
        yield orjson.dumps({"@context": self.context(source)})[:-1] + b',"@graph":['
        comma = b""
        for row in rows(source):
            node: dict[str, Any] = {}
            for name, _, value in row:
                node.setdefault(name, []).append(value)
            yield comma + orjson.dumps({name: found[0] if len(found) == 1 else found for name, found in node.items()})
            comma = b",\n"
        yield b"]}\n"

    def context(self, source: Source) -> dict[str, Any]:
        """Typed as in the other forms; places and JSON are literals, not nodes."""
        made: dict[str, Any] = {"@vocab": SPACE}
        for column in source.columns:
            if column.type in KINDS:
                made[local(column.name)] = {"@type": f"{XSD}{KINDS[column.type]}"}
            elif column.type not in (FieldType.TEXT, None):
                made[local(column.name)] = {"@type": "@json"}
        return made


WRITERS = (JsonLd(), Turtle(), RdfXml(), N3())
