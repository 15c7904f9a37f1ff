"""The words of a tile's address as a `Query`: where, refine, q, bbox; and the columns to carry. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from civora.core.errors import Refused
from civora.core.query import odsql
from civora.core.query.ast import And, Call, Expr, Query, Refinement, Star, Value

SHAPES = ("", "hexagons")


class BadShape(Refused):
    """A form of a tile that there is not."""

    code = "tiles.bad_shape"


def query(params: Mapping[str, Sequence[str]], dataset: str, version: int | None) -> Query:
    """Raises ODSQLSyntaxError."""
    parts: list[Expr] = [odsql.parse_where(text, strict=False) for text in params.get("where", ()) if text.strip()]
    parts += [Call("search", (Star(), Value(text))) for text in params.get("q", ()) if text.strip()]
    where = And(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)
    pairs = (text.partition(":") for text in params.get("refine", ()) if ":" in text)
    refine = tuple(Refinement(field, value) for field, _, value in pairs)
    zone = params.get("timezone", ("UTC",))[-1]
    return Query(dataset, version, where=where, refine=refine, limit=0, zone=zone)


def fields(params: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """`fields=name,kind`, in one parameter or several."""
    return tuple(name.strip() for text in params.get("fields", ()) for name in text.split(",") if name.strip())


def zoom(params: Mapping[str, Sequence[str]]) -> int:
    """`maxzoom` of an archive; 0: as far as it goes."""
    text = params.get("maxzoom", ("0",))[-1]
    return int(text) if text.isdecimal() and len(text) < 4 else 0  # noqa: PLR2004


def shape(params: Mapping[str, Sequence[str]]) -> str:
    """`as=hexagons`, or nothing: points as they are or in heaps. Raises BadShape."""
    text = params.get("as", ("",))[-1]
    if text not in SHAPES:
        raise BadShape(f"as={text[:30]!r} is no form of a tile.", next_step="Write as=hexagons, or leave it out.")
    return text
