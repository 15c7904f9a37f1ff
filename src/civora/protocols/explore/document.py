"""The OpenAPI 3 document of the Explore API, as data."""

from __future__ import annotations

from typing import Any

from civora import __version__
from civora.core.schema import FieldType

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
    "geofilter.distance": (TEXT, "latitude,longitude,metres: rows around a place (of the older API)."),
    "geofilter.polygon": (TEXT, "(lat,lon),(lat,lon),(lat,lon): rows inside (of the older API)."),
    "geofilter.bbox": (TEXT, "lat,lon,lat,lon: rows between two corners."),
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
    "name_field": (TEXT, "GPX: the field that names a waypoint."),
    "description_field_list": (TEXT, "GPX: fields that describe a waypoint, separated by commas."),
    "use_extension": ({**TRUTH, "default": True}, "GPX: other fields as extensions."),
    "all": ({**WHOLE, "default": -1, "minimum": -1}, "At most so many rows; -1: all."),
    "parquet_compression": ({**TEXT, "default": "snappy", "enum": ["snappy", "zstd"]}, "The codec of a Parquet file."),
}
ROWS = (
    "select",
    "where",
    "group_by",
    "having",
    "order_by",
    "limit",
    "offset",
    "cursor",
    "refine",
    "exclude",
    "lang",
    "timezone",
    "include_links",
    "include_app_metas",
)
PLACES = ("geofilter.distance", "geofilter.polygon", "geofilter.bbox")  # fmt: skip
FACETS = ("facet", "where", "refine", "exclude", "lang", "timezone")
EXPORT = ("select", "where", "group_by", "order_by", "refine", "exclude", "lang", "timezone", "use_labels", "compressed", "epsg",
          "delimiter", "list_separator", "quote_all", "with_bom", "parquet_compression", "name_field", "description_field_list", "use_extension", "all",
          "offset")  # fmt: skip
ONE = ("select", "lang", "timezone")
KEY = ("dataset_id", "The dataset's identifier, at will with @version.")
FORMAT = ("format", "csv, json, jsonl, geojson, parquet, xlsx, shp, kml, gpx, fgb, ov2, jsonld, turtle, rdfxml, n3.")
PATHS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("/catalog/datasets", "Datasets of the catalogue", ROWS, "Datasets"),
    ("/catalog/facets", "Facets of the catalogue", FACETS, "Facets"),
    ("/catalog/exports", "Export formats of the catalogue", (), "Links"),
    ("/catalog/exports/{format}", "The catalogue as a file", EXPORT, "File"),
    ("/catalog/datasets/{dataset_id}", "One dataset", ONE, "Dataset"),
    ("/catalog/datasets/{dataset_id}/records", "Records", (*ROWS, *PLACES), "Records"),
    ("/catalog/datasets/{dataset_id}/records/{record_id}", "One record", ONE, "Record"),
    ("/catalog/datasets/{dataset_id}/facets", "Facets of the records", (*FACETS, *PLACES), "Facets"),
    ("/catalog/datasets/{dataset_id}/exports", "Export formats", (), "Links"),
    ("/catalog/datasets/{dataset_id}/exports/{format}", "Records as a file", (*EXPORT, *PLACES), "File"),
    ("/catalog/datasets/{dataset_id}/attachments", "Files beside the records", (), "Attachments"),
    ("/catalog/datasets/{dataset_id}/attachments/{attachment_id}", "One file beside the records", (), "Any"),
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
    name = "limit" if name == "all" else name
    shape = {"type": "array", "items": schema} if is_many else schema
    return {"name": name, "in": "query", "required": False, "schema": shape, "description": words} | (
        {"explode": True} if is_many else {}
    )


def operation(path: str, title: str, words: tuple[str, ...], answer: str) -> dict[str, Any]:
    places = [
        {"name": name, "in": "path", "required": True, "schema": TEXT, "description": text}
        for name, text in (KEY, FORMAT, ("record_id", "The record's identifier."), ("attachment_id", "The file's id."))
        if f"{{{name}}}" in path
    ]
    return {
        "operationId": "get" + path.replace("/catalog", "").replace("{", "").replace("}", "").replace("/", "_"),
        "summary": title,
        "parameters": [*places, *({"$ref": f"#/components/parameters/{name}"} for name in words)],
        "responses": {"200": success(answer)} | {status: failure(text) for status, text in FAILURES.items()},
    }


BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
MEDIA_TYPES = (
    "text/csv", "application/jsonl", "application/vnd.apache.parquet", "application/zip", "application/gzip", "application/gpx+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.google-earth.kml+xml",
    "application/flatgeobuf", "application/rdf+xml", "text/turtle", "text/n3", "application/rss+xml", "application/octet-stream",
)  # fmt: skip
FILE: dict[str, Any] = {
    "application/json": {"schema": {"oneOf": [{"type": "array", "items": {"type": "object"}}, {"type": "object"}]}},
    "application/geo+json": {"schema": {"type": "object"}},
    "application/ld+json": {"schema": {}},
    **dict.fromkeys(MEDIA_TYPES, BYTES),
}
HEADERS: dict[str, Any] = {
    "ETag": {"schema": TEXT, "description": "Names this answer: send it as If-None-Match."},
    "X-RateLimit-Limit": {"schema": TEXT, "description": "Calls a day."},
    "X-RateLimit-Remaining": {"schema": TEXT, "description": "Calls left today."},
    "X-RateLimit-Reset": {"schema": TEXT, "description": "When the count begins anew."},
}
FAILURES = {
    "304": "The client has this answer already.", "400": "The question cannot be asked.", "401": "The key is not known.",
    "403": "The rows are not open to this reader.", "404": "There is no such dataset or record.",
    "416": "The file is shorter than the range asked for.", "429": "The day's calls are spent.", "500": "Something broke on our side.", "503": "Too many questions are under way.",
}  # fmt: skip


def success(answer: str) -> dict[str, Any]:
    if answer == "Any":
        return {"description": "The file.", "headers": HEADERS, "content": {"*/*": BYTES}}
    if answer == "File":
        return {"description": "The file.", "headers": HEADERS, "content": FILE}
    return {
        "description": answer,
        "headers": HEADERS,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer}"}}},
    }


def failure(text: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}


OBJECT: dict[str, Any] = {"type": "object", "additionalProperties": True}
LINKS: dict[str, Any] = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}
SCHEMAS: dict[str, Any] = {
    "Error": {"oneOf": [
        {"type": "object", "required": ["message", "error_code"], "properties": {"message": TEXT, "error_code": TEXT, "hint": TEXT}},
        {"type": "object", "required": ["errorcode", "error"],
         "properties": {"errorcode": WHOLE, "error": TEXT, "call_limit": WHOLE, "limit_time_unit": TEXT, "reset_time": TEXT}},
    ]},
    "Record": OBJECT,
    "Records": {"type": "object", "required": ["results"], "properties": {
        "total_count": WHOLE, "results": {"type": "array", "items": {"$ref": "#/components/schemas/Record"}}, "_links": LINKS}},
    "Field": {"type": "object", "required": ["name", "label", "type", "annotations"], "properties": {
        "name": TEXT, "label": TEXT, "type": {**TEXT, "enum": [kind.value for kind in FieldType]},
        "description": {**TEXT, "nullable": True}, "annotations": {"type": "object"}}},
    "Dataset": {"type": "object", "required": ["dataset_id", "metas", "fields", "features", "attachments"], "properties": {
        "dataset_id": TEXT, "dataset_uid": TEXT, "has_records": {"type": "boolean"}, "data_visible": {"type": "boolean"},
        "attachments": {"type": "array", "items": OBJECT}, "features": {"type": "array", "items": TEXT},
        "metas": {"type": "object", "required": ["default"], "properties": {"default": OBJECT}},
        "fields": {"type": "array", "items": {"$ref": "#/components/schemas/Field"}}, "_links": LINKS}},
    "Datasets": {"type": "object", "required": ["results"], "properties": {
        "total_count": WHOLE, "results": {"type": "array", "items": OBJECT}, "_links": LINKS}},
    "Link": {"type": "object", "required": ["rel", "href"], "properties": {"rel": TEXT, "href": TEXT}},
    "FacetValue": {"type": "object", "required": ["name", "value", "count", "state"], "properties": {
        "name": TEXT, "value": TEXT, "count": WHOLE, "state": {**TEXT, "enum": ["displayed", "refined", "excluded"]},
        "facets": {"type": "array", "items": {"$ref": "#/components/schemas/FacetValue"}}}},
    "Facets": {"type": "object", "required": ["facets"], "properties": {
        "links": LINKS, "_links": LINKS,
        "facets": {"type": "array", "items": {"type": "object", "required": ["name", "facets"], "properties": {
            "name": TEXT, "facets": {"type": "array", "items": {"$ref": "#/components/schemas/FacetValue"}}}}}}},
    "Attachments": {"type": "object", "required": ["attachments"], "properties": {
        "_links": LINKS, "attachments": {"type": "array", "items": {"type": "object", "required": ["href", "metas"], "properties": {
            "href": TEXT, "metas": OBJECT}}}}},
    "Links": {"type": "object", "properties": {"_links": LINKS}},
}  # fmt: skip
