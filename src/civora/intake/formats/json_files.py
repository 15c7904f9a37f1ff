"""JSON: a list of objects, an object that holds one, objects by key, JSON lines, GeoJSON. Nested values become columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from civora.intake.errors import FileRefused
from civora.intake.formats import lines
from civora.intake.types import Raw

GEOMETRIES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
SHAPE = "geo_shape"
DEPTH = 4


class Json:
    name = "JSON"
    endings = (".json", ".geojson")
    media_type = "application/json"

    def fits(self, head: bytes, name: str) -> bool:
        start = head.lstrip(b"\xef\xbb\xbf \r\n\t")
        return start[:1] == b"[" or (start[:1] == b"{" and not is_lines(head, name))

    def read(self, path: Path, con: Any, spool: Path) -> Raw:
        try:
            data = parsed(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError as error:
            raise not_utf8() from error
        features = geojson(data)
        if features is not None:
            return lines.table(con, spool, features, "GeoJSON.", frozenset({SHAPE}))
        return lines.table(con, spool, (flat(record) for record in records(data)), "JSON.")


class JsonLines:
    name = "JSON lines"
    endings = (".jsonl", ".ndjson")
    media_type = "application/x-ndjson"

    def fits(self, head: bytes, name: str) -> bool:
        return is_lines(head, name)

    def read(self, path: Path, con: Any, spool: Path) -> Raw:
        return lines.table(con, spool, self._rows(path), "JSON, one row a line.")

    def _rows(self, path: Path) -> Iterator[dict[str, Any]]:
        with path.open(encoding="utf-8-sig") as file:
            try:
                for number, line in enumerate(file, 1):
                    if line.strip():
                        value = parsed(line, f"Line {number}: ")
                        yield flat(value if isinstance(value, dict) else {"value": value})
            except UnicodeDecodeError as error:
                raise not_utf8() from error


def not_utf8() -> FileRefused:
    return FileRefused("The letters of this JSON are not UTF-8.", next_step="Save it in UTF-8, as JSON has to be.")


def is_lines(head: bytes, name: str) -> bool:
    """Two whole objects on two lines."""
    first = head.split(b"\n", 2)
    has_two = len(first) > 1 and first[1].strip()[:1] == b"{"
    if not has_two or not first[0].strip().startswith(b"{"):
        return Path(name).suffix.lower() in JsonLines.endings and head.lstrip()[:1] == b"{"
    try:
        json.loads(first[0])
    except ValueError:
        return False
    return True


def parsed(text: str, place: str = "") -> Any:
    """JSON with numbers as they are written, so that none loses a digit. Raises FileRefused with line and column."""
    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        raise FileRefused(
            f"{place}This is not whole JSON: line {error.lineno}, column {error.colno}.",
            next_step="Check that the file was downloaded completely.",
        ) from error
    except RecursionError as error:
        raise FileRefused("This JSON is nested too deeply.", next_step="Send the rows as a list.") from error


def records(data: Any) -> Iterable[dict[str, Any]]:
    """The rows in whatever wrapping they come. Raises FileRefused."""
    if isinstance(data, list):
        rows = [row if isinstance(row, dict) else {"value": row} for row in data]
        return [unwrapped(row) for row in rows]
    if isinstance(data, dict):
        lists = {
            key: value
            for key, value in data.items()
            if isinstance(value, list) and value and isinstance(value[0], dict)
        }
        if lists:
            return records(max(lists.values(), key=len))
        if data and all(isinstance(value, dict) for value in data.values()):
            return [{"key": key} | value for key, value in data.items()]
        return [data]
    raise FileRefused("This JSON holds no rows.", next_step="Send a list of objects.")


def unwrapped(row: dict[str, Any]) -> dict[str, Any]:
    """Rows of the older Explore API carry their values in `fields`."""
    fields = row.get("fields")
    return fields if isinstance(fields, dict) and "recordid" in row else row


def flat(row: Mapping[str, Any], prefix: str = "", depth: int = 0) -> dict[str, Any]:
    """Nested objects as `outer inner` columns; lists stay JSON."""
    found: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict) and value and depth < DEPTH and value.get("type") not in GEOMETRIES:
            found |= flat(value, f"{prefix}{key} ", depth + 1)
        else:
            found[f"{prefix}{key}"] = value
    return found


def geojson(data: Any) -> list[dict[str, Any]] | None:
    """The features as rows with their geometry, or None where this is not GeoJSON."""
    if not isinstance(data, dict):
        return None
    if data.get("type") == "Topology":
        raise FileRefused("This is TopoJSON.", next_step="Save the layer as GeoJSON and send that.")
    if data.get("type") == "FeatureCollection":
        return [feature(one) for one in data.get("features") or []]
    if data.get("type") == "Feature":
        return [feature(data)]
    return [{SHAPE: numbered(data)}] if data.get("type") in GEOMETRIES else None


def feature(one: Any) -> dict[str, Any]:
    if not isinstance(one, dict):
        raise FileRefused("One of the features is no object.", next_step="Check that the file is whole GeoJSON.")
    identity = {"id": one["id"]} if "id" in one and "id" not in (one.get("properties") or {}) else {}
    geometry = one.get("geometry")
    return identity | flat(one.get("properties") or {}) | {SHAPE: numbered(geometry) if geometry else None}


def numbered(geometry: Any) -> Any:
    """Coordinates were read as text to keep their digits; a geometry needs them as numbers."""
    if isinstance(geometry, list):
        return [numbered(part) for part in geometry]
    if isinstance(geometry, dict):
        return {key: value if key == "type" else numbered(value) for key, value in geometry.items()}
    return float(geometry) if isinstance(geometry, str) else geometry
