"""Places: points are STRUCT(lon, lat), shapes GEOMETRY; all WGS 84. Distances are metres on the sphere (points) or on a plane
that touches it at the literal (shapes); both stay within 0.6 % of the ellipsoid."""

from __future__ import annotations

import math

from civora.core.query.ast import Call, GeoValue
from civora.core.query.geometry import Geometry
from civora.core.query.geometry import geometry as parsed
from civora.core.schema import Field, FieldType
from civora.lake.compile.sql import Context, field_of, literal_of
from civora.lake.connect import quoted
from civora.lake.sql import Sql, param

RADIUS_M = 6_371_008.8
DEGREE_M = RADIUS_M * math.pi / 180
MOST_ZOOM = 25


def lon(field: Field) -> str:
    return f"{quoted(field.name)}.lon"


def lat(field: Field) -> str:
    return f"{quoted(field.name)}.lat"


def geometry(field: Field) -> Sql:
    if field.type is FieldType.GEO_POINT:
        return Sql(f"ST_Point({lon(field)}, {lat(field)})")
    return Sql(quoted(field.name))


def shown(field: Field) -> Sql:
    """The value as it leaves the lake: a point as it is, a shape as GeoJSON text."""
    if field.type is FieldType.GEO_SHAPE:
        return Sql(f"CAST(ST_AsGeoJSON({quoted(field.name)}) AS VARCHAR)")
    return Sql(quoted(field.name))


def touches(field: Field, box: tuple[float, float, float, float]) -> Sql:
    """Cheap: does the value's box meet this one? Sets most rows aside before any geometry is made."""
    west, south, east, north = box
    if field.type is FieldType.GEO_POINT:
        text = f"({lon(field)} BETWEEN ? AND ? AND {lat(field)} BETWEEN ? AND ?)"
        return Sql(text, (west, east, south, north))
    name = quoted(field.name)
    text = f"(ST_XMax({name}) >= ? AND ST_XMin({name}) <= ? AND ST_YMax({name}) >= ? AND ST_YMin({name}) <= ?)"
    return Sql(text, (west, east, south, north))


def centre(found: Geometry) -> tuple[float, float]:
    west, south, east, north = found.bounds or (0.0, 0.0, 0.0, 0.0)
    return (west + east) / 2, (south + north) / 2


def distance(field: Field, literal: str) -> Sql:
    """Metres from the value to the literal."""
    found = parsed(literal)
    x, y = centre(found)
    if field.type is FieldType.GEO_POINT and found.kind == "POINT":
        half = (
            f"pow(sin(radians({lat(field)} - ?) / 2), 2) + cos(radians(?)) * cos(radians({lat(field)})) * "
            f"pow(sin(radians({lon(field)} - ?) / 2), 2)"
        )
        return Sql(f"(2 * {RADIUS_M} * asin(least(1.0, sqrt({half}))))", (y, y, x))
    scale = DEGREE_M * max(math.cos(math.radians(y)), 1e-9)
    plane = f"{scale!r}, 0, 0, {DEGREE_M!r}, 0, 0"
    value = geometry(field)
    return Sql(f"ST_Distance(ST_Affine({value.text}, {plane}), ST_Affine(ST_GeomFromText(?), {plane}))", (found.wkt,))


def near_any(field: Field, points: list[tuple[float, float]], metres: float) -> Sql:
    """Within so many metres of any of the points, on the sphere. Points stand in a grid as wide as the distance, so that each
    row is held against its own and the eight cells around it only."""
    tall = metres / DEGREE_M * 1.001
    steepest = min(89.0, max(abs(y) for _, y in points) + tall)
    wide = tall / math.cos(math.radians(steepest))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    half = (
        f"pow(sin(radians({lat(field)} - o.y) / 2), 2) + cos(radians(o.y)) * cos(radians({lat(field)})) * "
        f"pow(sin(radians({lon(field)} - o.x) / 2), 2)"
    )
    cells = (
        f"SELECT x, y, floor(x / {wide!r}) + dx AS cx, floor(y / {tall!r}) + dy AS cy FROM (SELECT unnest(CAST(? AS DOUBLE[])) AS x, "
        "unnest(CAST(? AS DOUBLE[])) AS y), (VALUES (-1), (0), (1)) AS a(dx), (VALUES (-1), (0), (1)) AS b(dy)"
    )
    test = f"o.cx = floor({lon(field)} / {wide!r}) AND o.cy = floor({lat(field)} / {tall!r}) AND 2 * {RADIUS_M} * asin(least(1.0, sqrt({half}))) <= ?"
    return Sql(f"EXISTS (SELECT 1 FROM ({cells}) AS o WHERE {test})", (xs, ys, float(metres)))


def within_distance(field: Field, literal: str, metres: float) -> Sql:
    found = parsed(literal)
    if field.type is FieldType.GEO_POINT and found.kind == "MULTIPOINT":
        return near_any(field, [(float(one[0]), float(one[1])) for one in found.nested], metres)
    west, south, east, north = found.bounds or (0.0, 0.0, 0.0, 0.0)
    tall = metres / DEGREE_M * 1.01
    steepest = min(89.9, max(abs(south - tall), abs(north + tall)))
    wide = min(360.0, metres / (DEGREE_M * math.cos(math.radians(steepest))) * 1.01)
    if west - wide < -180 or east + wide > 180:  # noqa: PLR2004 (the date line)
        west, east, wide = -180.0, 180.0, 0.0
    near = touches(field, (west - wide, south - tall, east + wide, north + tall))
    return "(" + near + " AND " + distance(field, literal) + " <= " + param(float(metres)) + ")"


def related(name: str, field: Field, literal: str) -> Sql:
    """intersects, within, disjoint."""
    found = parsed(literal)
    test = {"intersects": "ST_Intersects", "within": "ST_Within", "disjoint": "ST_Intersects"}[name]
    meets = f"{test}(" + geometry(field) + ", ST_GeomFromText(" + param(found.wkt) + "))"
    boxed = "(" + touches(field, found.bounds or (0.0, 0.0, 0.0, 0.0)) + " AND " + meets + ")"
    return "(NOT " + boxed + ")" if name == "disjoint" else boxed


def in_bbox(field: Field, lat1: float, lon1: float, lat2: float, lon2: float) -> Sql:
    return touches(field, (min(lon1, lon2), min(lat1, lat2), max(lon1, lon2), max(lat1, lat2)))


def predicate(expr: Call, context: Context) -> Sql:
    field = field_of(expr.args[0], context)
    rest = expr.args[1:]
    if expr.name == "in_bbox":
        corners = [float(literal_of(one)) for one in rest]
        return in_bbox(field, *corners)
    literal = rest[0].text if isinstance(rest[0], GeoValue) else ""
    if expr.name == "within_distance":
        return within_distance(field, literal, float(literal_of(rest[1])))
    return related(expr.name, field, literal)


def cell(field: Field, zoom: int, radius: float) -> Sql:
    """The key of the grid cell that a point falls in; cells are as wide as the radius at that zoom."""
    side = 360.0 / 2 ** min(zoom, MOST_ZOOM) * radius / 256
    x, y = f"floor({lon(field)} / {side!r})", f"floor({lat(field)} / {side!r})"
    return Sql(f"CASE WHEN {lon(field)} IS NOT NULL THEN {{'x': {x}, 'y': {y}}} END")


def cell_centre(field: Field) -> Sql:
    return Sql(f"{{'cluster_centroid': {{'lat': avg({lat(field)}), 'lon': avg({lon(field)})}}}}")


def box_of(field: Field) -> Sql:
    """The bounding box of all values, as GeoJSON polygon text; null without any."""
    if field.type is FieldType.GEO_POINT:
        edges = f"min({lon(field)}), min({lat(field)}), max({lon(field)}), max({lat(field)})"
    else:
        name = quoted(field.name)
        edges = f"min(ST_XMin({name})), min(ST_YMin({name})), max(ST_XMax({name})), max(ST_YMax({name}))"
    first = edges.split(", ", 1)[0]
    return Sql(f"CASE WHEN {first} IS NOT NULL THEN CAST(ST_AsGeoJSON(ST_MakeEnvelope({edges})) AS VARCHAR) END")
