"""The words of the Explore API v2.1: its parameters as a `Query`. Pure; unknown parameters are ignored, as there.

Every function takes the parameters as lists of texts by name. Raises InvalidParameter, and ODSQLSyntaxError with the clause
at fault; meaning (fields, types) is checked later, in `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeAlias, TypeVar

from civora.core.errors import Refused
from civora.core.query import odsql
from civora.core.query.ast import (
    And,
    Call,
    Compare,
    Expr,
    FacetRequest,
    Group,
    Name,
    Order,
    Output,
    Query,
    Refinement,
    Star,
    Value,
)
from civora.core.query.dates import UnknownZone, time_zone
from civora.core.query.odsql.tokens import MAX_LENGTH, unescaped
from civora.core.query.walk import has_aggregate

Params: TypeAlias = Mapping[str, Sequence[str]]
Found = TypeVar("Found")

LANGUAGES = ("en", "fr", "nl", "pt", "it", "ar", "de", "es", "ca", "eu", "sv")
PAGE, WINDOW = 100, 10_000
GROUPED_PAGE, GROUPED_WINDOW = 20_000, 20_000
DELIMITERS = {";": ";", ",": ",", "\t": "\t", "\\t": "\t", "tab": "\t", "|": "|"}
WHOLE = re.compile(r"\s*[+-]?[0-9]{1,18}\s*")
QUOTED_NAME = re.compile(r"\s*`([^`]+)`\s*:(.*)", re.DOTALL)
FORMATS = {"shapefile": "shp", "xls": "xlsx", "flatgeobuf": "fgb", "ndjson": "jsonl", "ttl": "turtle", "rdf": "rdfxml"}
TRUTH = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}


class InvalidParameter(Refused):
    """A parameter outside its bounds, in the words that clients of the Explore API know."""

    code = "protocols.invalid_parameter"
    ods_code: ClassVar[str] = "InvalidRESTParameterError"

    def __init__(self, name: str, found: object, expected: str, next_step: str = "") -> None:
        shown = str(found)[:100]
        super().__init__(
            f"Invalid value for {name} API parameter: {shown} was found but {expected} is expected.",
            next_step=next_step,
            parameter=name,
        )
        self.parameter = name


@dataclass(frozen=True, slots=True)
class Extras:
    """What the answer shall hold beside its results."""

    links: bool = False
    app_metas: bool = False


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How an export is written; each format heeds what it knows. `epsg` names the reference system of coordinates."""

    use_labels: bool = False
    compressed: bool = False
    epsg: int = 4326
    delimiter: str = ";"
    list_separator: str = ","
    quote_all: bool = False
    with_bom: bool = True
    parquet_compression: str = "snappy"
    name_field: str = ""
    description_field_list: tuple[str, ...] = ()
    use_extension: bool = True
    include_exports: tuple[str, ...] = ()
    use_labels_in_exports: bool = True


# ---- endpoints -------------------------------------------------------------------------------------------------


def records(params: Params, dataset: str, version: int | None = None, *, lang: str = "en") -> Query:
    """`/records` and `/catalog/datasets`. `lang` is the language of an answer whose request names none."""
    question = _question(params, dataset, version, lang)
    limit, offset = _page(params, is_grouped=question.groups is not None)
    after = _one(params, "cursor")
    if after and offset:
        raise InvalidParameter(
            "offset", offset, "0, beside a cursor,", "Leave offset out: the cursor says where to go on."
        )
    return replace(question, limit=limit, offset=offset, after=after)


def export(
    params: Params, dataset: str, version: int | None = None, *, lang: str = "en"
) -> tuple[Query, ExportOptions]:
    """`/exports/{format}`: all rows, unless limit says fewer."""
    limit = _whole(params, "limit", -1)
    if limit < -1:
        raise InvalidParameter("limit", limit, "-1 <= limit")
    question = _question(params, dataset, version, lang)
    return replace(question, limit=None if limit == -1 else limit, offset=_offset(params)), _options(params)


def export_format(text: str) -> str:
    """The format's key: clients also say `shapefile`, or name the packed file (`csv.gzip`)."""
    bare = text.removesuffix(".gzip").removesuffix(".gz").lower()
    return FORMATS.get(bare, bare)


def facets(params: Params, dataset: str, version: int | None = None, *, lang: str = "en") -> Query:
    """`/facets`. No `facet` parameter leaves `Query.facets` empty, which asks for every facet of the schema."""
    asked = tuple(request for text in params.get("facet", ()) for request in facet_requests(text))
    narrowed: Params = {
        name: params[name] for name in ("where", "refine", "exclude", "timezone", "lang") if name in params
    }
    return replace(_question(narrowed, dataset, version, lang), limit=0, facets=asked)


def single(params: Params, dataset: str, version: int | None = None, *, lang: str = "en") -> Query:
    """One record, or the information of one dataset: select, lang, timezone."""
    narrowed: Params = {name: params[name] for name in ("select", "timezone", "lang") if name in params}
    return replace(_question(narrowed, dataset, version, lang), limit=1)


def extras(params: Params) -> Extras:
    return Extras(_truth(params, "include_links", False), _truth(params, "include_app_metas", False))


# ---- the question ----------------------------------------------------------------------------------------------


def _question(params: Params, dataset: str, version: int | None, lang: str) -> Query:
    select: tuple[Output | Star, ...] = _clause(params, "select", odsql.parse_select)
    return Query(
        dataset=dataset,
        version=version,
        select=select,
        where=_where(params),
        groups=_groups(params, select),
        having=_having(params),
        order_by=_orders(params),
        refine=(*_refinements(params, "refine"), *_refinements(params, "exclude")),
        zone=_zone(params),
        lang=_lang(params, lang),
    )


def _all(params: Params, name: str) -> list[str]:
    """The texts that say something; blank ones count as absent. Raises InvalidParameter if they are too long together."""
    texts = [text for text in params.get(name, ()) if text.strip()]
    if sum(map(len, texts)) > MAX_LENGTH and len(texts) > 1:
        raise InvalidParameter(name, f"{len(texts)} texts", f"at most {MAX_LENGTH} characters together")
    return texts


def _one(params: Params, name: str) -> str:
    """The last text of that name, without blanks around it; empty if there is none."""
    texts = params.get(name, ())
    return texts[-1].strip() if texts else ""


def _clause(params: Params, name: str, parse: Any) -> Any:
    """A list clause; one that is given twice goes on."""
    return tuple(item for text in _all(params, name) for item in parse(text))


def _where(params: Params) -> Expr | None:
    found = [odsql.parse_where(text, strict=False) for text in _all(params, "where")]
    if len(found) < 2:
        return found[0] if found else None
    return And(tuple(part for one in found for part in (one.items if isinstance(one, And) else (one,))))


def _having(params: Params) -> Expr | None:
    text = _one(params, "having")
    return odsql.parse_where(text, strict=False, clause="having") if text else None


def _groups(params: Params, select: tuple[Output | Star, ...]) -> tuple[Group, ...] | None:
    """A blank group_by is one group over everything if aggregates are selected; a form's empty box otherwise."""
    found: tuple[Group, ...] = _clause(params, "group_by", odsql.parse_group_by)
    if found:
        return found
    aggregates = any(isinstance(one, Output) and has_aggregate(one.expr) for one in select)
    return () if params.get("group_by") and aggregates else None


def _orders(params: Params) -> tuple[Order, ...]:
    found: tuple[Order, ...] = _clause(params, "order_by", odsql.parse_order_by)
    return found


def _zone(params: Params) -> str:
    name = _one(params, "timezone") or "UTC"
    try:
        time_zone(name)
    except UnknownZone as error:
        raise InvalidParameter("timezone", name, "an IANA time zone", error.next_step) from None
    return name


def _lang(params: Params, default: str) -> str:
    name = _one(params, "lang").lower()
    if name and name[:2] in LANGUAGES and (len(name) == 2 or name[2] in "-_"):
        return name[:2]
    if name:
        raise InvalidParameter("lang", name, f"one of {', '.join(LANGUAGES)}")
    return default


# ---- refine, exclude, facet ------------------------------------------------------------------------------------


def _refinements(params: Params, name: str) -> tuple[Refinement, ...]:
    return tuple(_refinement(text, name) for text in _all(params, name))


def _refinement(text: str, parameter: str) -> Refinement:
    """`FACET:VALUE`, the name at will in back quotes, the value at will in quotes."""
    quoted = QUOTED_NAME.fullmatch(text)
    field, colon, value = (quoted[1], ":", quoted[2]) if quoted else text.partition(":")
    if not colon or not field.strip():
        raise InvalidParameter(parameter, text, "FACET:VALUE")
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        value = unescaped(value)
    return Refinement(field if quoted else field.strip(), value, is_excluded=parameter == "exclude")


def facet_requests(text: str) -> tuple[FacetRequest, ...]:
    """`name`, `name, other`, or `facet(name="f", disjunctive=true, …)`. Raises InvalidParameter, ODSQLSyntaxError."""
    if "(" in text:
        return tuple(_facet_call(expr, text) for expr in odsql.parse_expressions(text, "facet"))
    names = [text] if "`" in text else text.split(",")
    return tuple(FacetRequest(name.strip().strip("`")) for name in names if name.strip())


def _facet_call(expr: Expr, text: str) -> FacetRequest:
    if isinstance(expr, Name):
        return FacetRequest(expr.name)
    if not isinstance(expr, Call) or expr.name != "facet":
        raise InvalidParameter("facet", text, 'a name or facet(name="f", …)')
    words = dict(_facet_word(arg, text) for arg in expr.args)
    hierarchy = _word(words, "separator", str, "") if _word(words, "hierarchical", bool, False) else ""
    if words.get("hierarchical") and not hierarchy:
        raise InvalidParameter("facet", text, "a separator beside hierarchical=true")
    if unknown := set(words) - {"name", "disjunctive", "hierarchical", "separator", "sort", "limit"}:
        raise InvalidParameter("facet", min(unknown), "name, disjunctive, hierarchical, separator, sort or limit")
    return FacetRequest(
        field=_word(words, "name", str, ""),
        is_disjunctive=_word(words, "disjunctive", bool, None),
        hierarchy=hierarchy,
        sort=_word(words, "sort", str, "-count"),
        limit=_word(words, "limit", int, 0),
    )


def _facet_word(arg: Expr, text: str) -> tuple[str, object]:
    """One `word=value`; a field's name may also stand without its word or its quotes."""
    if isinstance(arg, Compare) and arg.op == "=" and isinstance(arg.left, Name):
        word, value = arg.left.name.lower(), arg.right
    else:
        word, value = "name", arg
    if isinstance(value, (Value, Name)):
        return word, value.value if isinstance(value, Value) else value.name
    raise InvalidParameter("facet", text, 'facet(name="f", disjunctive=true, …)')


def _word(words: Mapping[str, object], name: str, kind: type[Found], default: Any) -> Any:
    value = words.get(name, default)
    if value is not default and type(value) is not kind:
        raise InvalidParameter(
            "facet", f"{name}={value}", {str: "a text", bool: "true or false"}.get(kind, "an integer")
        )
    if name == "name" and not value:
        raise InvalidParameter("facet", "no name", 'facet(name="f", …)')
    return value


# ---- numbers and switches --------------------------------------------------------------------------------------


def _page(params: Params, *, is_grouped: bool) -> tuple[int, int]:
    """limit and offset of a page; −1 is as many as a page holds."""
    most, window = (GROUPED_PAGE, GROUPED_WINDOW) if is_grouped else (PAGE, WINDOW)
    limit, offset = _whole(params, "limit", 10), _offset(params)
    if not -1 <= limit <= most:
        raise InvalidParameter("limit", limit, f"-1 <= limit <= {most}", "Export the rows, or follow the cursor.")
    if offset + max(limit, 0) > window:
        step = "Go on with cursor, which has no bound, or export the rows."
        raise InvalidParameter("sum of offset + limit", offset + max(limit, 0), f"<= {window}", step)
    return min(most, window - offset) if limit == -1 else limit, offset


def _offset(params: Params) -> int:
    offset = _whole(params, "offset", 0)
    if offset < 0:
        raise InvalidParameter("offset", offset, "0 <= offset")
    return offset


def _whole(params: Params, name: str, default: int) -> int:
    text = _one(params, name)
    if not text:
        return default
    if not WHOLE.fullmatch(text):
        raise InvalidParameter(name, text, "an integer")
    return int(text)


def _truth(params: Params, name: str, default: bool) -> bool:
    text = _one(params, name).lower()
    if not text:
        return default
    if text not in TRUTH:
        raise InvalidParameter(name, text, "true or false")
    return TRUTH[text]


def _choice(params: Params, name: str, lawful: Mapping[str, str], default: str) -> str:
    """Not stripped: a tab is a delimiter."""
    text = params[name][-1] if params.get(name) else ""
    if not text:
        return default
    if text not in lawful:
        raise InvalidParameter(name, text, f"one of {' '.join(lawful)}".replace("\t", "tab"))
    return lawful[text]


def _options(params: Params) -> ExportOptions:
    separator = params["list_separator"][-1] if params.get("list_separator") else ","
    if not 1 <= len(separator) <= 10 or not separator.replace("\t", " ").isprintable():
        raise InvalidParameter("list_separator", separator, "a text of 1 to 10 printable characters")
    return ExportOptions(
        use_labels=_truth(params, "use_labels", False),
        compressed=_truth(params, "compressed", False),
        epsg=_whole(params, "epsg", 4326),
        delimiter=_choice(params, "delimiter", DELIMITERS, ";"),
        list_separator=separator,
        quote_all=_truth(params, "quote_all", False),
        with_bom=_truth(params, "with_bom", True),
        parquet_compression=_choice(params, "parquet_compression", {"snappy": "snappy", "zstd": "zstd"}, "snappy"),
        name_field=_one(params, "name_field"),
        description_field_list=_listed(params, "description_field_list"),
        use_extension=_truth(params, "use_extension", True),
        include_exports=_listed(params, "include_exports"),
        use_labels_in_exports=_truth(params, "use_labels_in_exports", True),
    )


def _listed(params: Params, name: str) -> tuple[str, ...]:
    return tuple(part.strip() for text in _all(params, name) for part in text.split(",") if part.strip())
