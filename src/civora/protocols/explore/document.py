"""The OpenAPI 3 document of the Explore API, as data."""

from __future__ import annotations

from typing import Any

from civora import __version__

TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer"}
TRUTH: dict[str, Any] = {"type": "boolean", "default": False}
LANGUAGES = ["en", "fr", "nl", "pt", "it", "ar", "de", "es", "ca", "eu", "sv"]
WORDS: dict[str, tuple[dict[str, Any], str]] = {
    "select": (TEXT, "Fields, expressions and aggregates, in ODSQL."),
    "where": (TEXT, "A condition in ODSQL; several are joined by AND."),
    "group_by": (TEXT, "Grouping keys, in ODSQL."),
    "having": (TEXT, "A condition on groups (Civora's own)."),
    "order_by": (TEXT, "Fields or expressions, each ASC or DESC."),
    "limit": (
        {**WHOLE, "default": 10, "minimum": -1, "maximum": 20000},
        "Rows on the page: at most 100, 20,000 with group_by.",
    ),
    "offset": ({**WHOLE, "default": 0, "minimum": 0}, "Rows to pass over; offset + limit is at most 10,000."),
    "cursor": (TEXT, "Goes on where a page ended, without a window (Civora's own)."),
    "refine": (TEXT, "FACET:VALUE; repeatable."),
    "exclude": (TEXT, "FACET:VALUE; repeatable."),
    "facet": (TEXT, 'A field, or facet(name="f", sort="-count", limit=5); repeatable.'),
    "lang": ({**TEXT, "enum": LANGUAGES}, "The language of names of months and days."),
    "timezone": ({**TEXT, "default": "UTC"}, "An IANA time zone."),
    "include_links": (TRUTH, "With links to the neighbours."),
    "include_app_metas": (TRUTH, "With record ids."),
    "use_labels": (TRUTH, "Headings are labels."),
    "compressed": (TRUTH, "Packed with gzip."),
    "epsg": ({**WHOLE, "default": 4326}, "The reference system of coordinates."),
    "delimiter": ({**TEXT, "default": ";", "enum": [";", ",", "\t", "|"]}, "What parts the cells of a CSV file."),
    "list_separator": ({**TEXT, "default": ","}, "What parts the values of a multivalued cell."),
    "quote_all": (TRUTH, "Every cell of a CSV file in quotes."),
    "with_bom": ({**TRUTH, "default": True}, "A CSV file begins with a byte order mark."),
    "parquet_compression": ({**TEXT, "default": "snappy", "enum": ["snappy", "zstd"]}, "The codec of a Parquet file."),
}
ROWS = ("select", "where", "group_by", "having", "order_by", "limit", "offset", "cursor", "refine", "exclude", "lang",
        "timezone", "include_links", "include_app_metas")  # fmt: skip
FACETS = ("facet", "where", "refine", "exclude", "lang", "timezone")
EXPORT = ("select", "where", "group_by", "order_by", "refine", "exclude", "lang", "timezone", "use_labels", "compressed", "epsg",
          "delimiter", "list_separator", "quote_all", "with_bom", "parquet_compression")  # fmt: skip
ONE = ("select", "lang", "timezone")
KEY = ("dataset_id", "The dataset's identifier, at will with @version.")
FORMAT = ("format", "csv, json, jsonl, geojson, parquet, xlsx, shp, kml, gpx, fgb.")
PATHS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("/catalog/datasets", "Datasets of the catalogue", ROWS, "Datasets"),
    ("/catalog/facets", "Facets of the catalogue", FACETS, "Facets"),
    ("/catalog/exports", "Export formats of the catalogue", (), "Links"),
    ("/catalog/exports/{format}", "The catalogue as a file", EXPORT, "File"),
    ("/catalog/datasets/{dataset_id}", "One dataset", ONE, "Dataset"),
    ("/catalog/datasets/{dataset_id}/records", "Records", ROWS, "Records"),
    ("/catalog/datasets/{dataset_id}/records/{record_id}", "One record", ONE, "Record"),
    ("/catalog/datasets/{dataset_id}/facets", "Facets of the records", FACETS, "Facets"),
    ("/catalog/datasets/{dataset_id}/exports", "Export formats", (), "Links"),
    ("/catalog/datasets/{dataset_id}/exports/{format}", "Records as a file", EXPORT, "File"),
    ("/catalog/datasets/{dataset_id}/attachments", "Files beside the records", (), "Links"),
)


def document(base: str) -> dict[str, Any]:
    """The whole document; references resolve inside it."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Explore API", "version": "2.1", "description": f"Civora {__version__}, compatible with Opendatasoft's Explore API v2.1."},
        "servers": [{"url": base}],
        "paths": {path: {"get": operation(path, title, words, answer)} for path, title, words, answer in PATHS},
        "components": {"schemas": SCHEMAS, "parameters": {name: parameter(name) for name in WORDS}, "securitySchemes": SECURITY},
        "security": [{}, {"apikey": []}],
    }  # fmt: skip


SECURITY = {"apikey": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Apikey KEY"}}


def parameter(name: str) -> dict[str, Any]:
    schema, words = WORDS[name]
    is_many = name in ("where", "refine", "exclude", "facet")
    shape = {"type": "array", "items": schema} if is_many else schema
    return {"name": name, "in": "query", "required": False, "schema": shape, "description": words} | (
        {"explode": True} if is_many else {}
    )


def operation(path: str, title: str, words: tuple[str, ...], answer: str) -> dict[str, Any]:
    places = [
        {"name": name, "in": "path", "required": True, "schema": TEXT, "description": text}
        for name, text in (KEY, FORMAT, ("record_id", "The record's identifier."))
        if f"{{{name}}}" in path
    ]
    return {
        "operationId": "get" + path.replace("/catalog", "").replace("{", "").replace("}", "").replace("/", "_"),
        "summary": title,
        "parameters": [*places, *({"$ref": f"#/components/parameters/{name}"} for name in words)],
        "responses": {"200": success(answer)} | {status: failure(text) for status, text in FAILURES.items()},
    }


FAILURES = {
    "304": "The client has this answer already.", "400": "The question cannot be asked.", "401": "The key is not known.",
    "403": "The rows are not open to this reader.", "404": "There is no such dataset or record.", "429": "The day's calls are spent.",
    "503": "Too many questions are under way.",
}  # fmt: skip


def success(answer: str) -> dict[str, Any]:
    if answer == "File":
        return {"description": "The file.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
    return {
        "description": answer,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer}"}}},
    }


def failure(text: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}


OBJECT: dict[str, Any] = {"type": "object", "additionalProperties": True}
SCHEMAS: dict[str, Any] = {
    "Error": {"type": "object", "properties": {"message": TEXT, "error_code": TEXT, "hint": TEXT}},
    "Record": OBJECT,
    "Records": {"type": "object", "required": ["results"],
                "properties": {"total_count": WHOLE, "results": {"type": "array", "items": {"$ref": "#/components/schemas/Record"}}}},
    "Dataset": {"type": "object", "required": ["dataset_id"], "properties": {"dataset_id": TEXT, "metas": OBJECT, "fields": {"type": "array", "items": OBJECT}}},
    "Datasets": {"type": "object", "required": ["results"],
                 "properties": {"total_count": WHOLE, "results": {"type": "array", "items": OBJECT}}},
    "Facets": {"type": "object", "required": ["facets"], "properties": {"facets": {"type": "array", "items": OBJECT}}},
    "Links": OBJECT,
}  # fmt: skip
