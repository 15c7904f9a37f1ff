"""`/datasets/<key>/chart/`: sensible charts proposed from the schema, changed by a form (`www.exhibits.choosing` has its
parameters), drawn on the server; with twins as picture, numbers, and for the island."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext

from civora.exhibits import queries as exhibits
from civora.exhibits.rules.propose import proposals
from civora.exhibits.types import Choice, Draft, Figure
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.datasets.forms import BadState
from civora.www.datasets.pages import ChartPage
from civora.www.datasets.views.framing import KEPT, Seen, frame, keep_url, source, source_parts, view
from civora.www.datasets.views.table import chosen, empty
from civora.www.exhibits import charting, choosing, telling
from civora.www.pages import page
from civora.www.parts import Empty

WIDE, NARROW = 860, 350


@view
def chart(seen: Seen) -> HttpResponse:
    offered = proposals(seen.card.schema, seen.card.temporal)
    choice = choosing.asked(seen.request.GET, seen.card) or (offered[0] if offered else None)
    if choice is None:
        nothing = Empty(
            gettext("These columns make no chart."),
            gettext("They hold neither dates, nor kinds, nor amounts."),
            ((gettext("Look at the rows"), seen.url("table")),),
        )
        return page(seen.request, "datasets/chart.html", made(seen, None, None, None, offered, nothing))
    figure, draft = answered(seen, choice)
    nothing_found = None if any(one.rows for one in figure.answers) else empty(seen)
    return page(seen.request, "datasets/chart.html", made(seen, choice, figure, draft, offered, nothing_found))


@view
def chart_json(seen: Seen) -> HttpResponse:
    """The drawing in Vega's words, for the island."""
    choice = chosen_one(seen)
    figure, _ = answered(seen, choice)
    body = {
        "title": figure.card.heading, "summary": figure.card.alt, "link": seen.absolute("chart", **tail(seen, choice)),
        "source": source_parts(seen), "vega": exhibits.vega(exhibits.drawn(figure, lang=formats.language(), palette="page", width=WIDE)),
    }  # fmt: skip
    return JsonResponse(body)


@view
def chart_svg(seen: Seen) -> HttpResponse:
    return picture(seen, "svg")


@view
def chart_png(seen: Seen) -> HttpResponse:
    return picture(seen, "png")


def picture(seen: Seen, form: str) -> HttpResponse:
    theme = seen.request.GET.get("theme", "light")
    palette = theme if theme in ("dark", "print") else "light"
    figure, _ = answered(seen, chosen_one(seen))
    content = exhibits.file(figure, form, lang=formats.language(), palette=palette)
    response = HttpResponse(content, content_type=exhibits.PICTURES[form])
    response["Content-Disposition"] = f'inline; filename="{seen.card.key}.{form}"'
    response["Cache-Control"] = "no-cache"
    return response


def chosen_one(seen: Seen) -> Choice:
    offered = proposals(seen.card.schema, seen.card.temporal)
    found = choosing.asked(seen.request.GET, seen.card) or (offered[0] if offered else None)
    if found is None:
        raise BadState(gettext("These columns make no chart."), next_step=gettext("Look at the rows."))
    return found


def answered(seen: Seen, choice: Choice) -> tuple[Figure, Draft]:
    return charting.figure(choice, seen.query, seen.card, seen.reader, seen.request.GET.getlist("also"))


def tail(seen: Seen, choice: Choice) -> dict[str, object]:
    also = seen.request.GET.getlist("also")
    return choosing.params_of(choice) | ({"also": also} if also else {})


def made(
    seen: Seen, choice: Choice | None, figure: Figure | None, draft: Draft | None, offered: tuple[Choice, ...], nothing: Empty | None
) -> ChartPage:  # fmt: skip
    schema, params = seen.card.schema, choosing.params_of(choice) if choice else {}
    filters = tuple((k, v) for k, vs in seen.request.GET.lists() for v in vs if k in KEPT)
    words = choosing.titles(schema, choice) if choice else {}
    shows = figure is not None and nothing is None
    headings, rows = telling.table(figure.answers, words, choice) if figure else ((), ())
    links = tail(seen, choice) if choice else {}
    return ChartPage(
        frame=frame(seen, "chart"), chosen=chosen(seen), clear_url=seen.request.path,
        shows=choosing.show_options(schema, params.get("show", "")), alongs=choosing.along_options(schema, params.get("along", "")),
        splits=choosing.split_options(schema, params.get("split", "")), forms=choosing.form_options(params.get("form", "bar")),
        seconds=choosing.second_options(schema, params.get("second", "")), scales=choosing.scale_options(params.get("scale", "linear")),
        smooth=params.get("smooth", ""), target=params.get("target", ""), notes=tuple(params.get("note", ())), also=tuple(links.get("also", ())),  # type: ignore[arg-type]  # a list of texts
        proposals=tuple((choosing.title(schema, one), with_params(dict(filters) | choosing.params_of(one))) for one in offered),
        kept_params=filters, title=figure.card.heading if figure else "", summary=figure.card.title if figure else "",
        alt=figure.card.alt if figure else "", wide=svg(figure, WIDE) if shows and figure else "", narrow=svg(figure, NARROW) if shows and figure else "",
        headings=headings, rows=rows, left_out=left_out(figure), warning=charting.warned(draft.warning) if draft else "",
        data_url=seen.url("chart", **links), svg_url=seen.url("chart-svg", **links), png_url=seen.url("chart-png", **links),
        save_url=keep_url(seen, "desk-exhibits:new", links), source=source(seen), empty=nothing,
    )  # fmt: skip


def svg(figure: Figure, width: int) -> str:
    from civora.exhibits.queries.drawing import picture as drawn  # noqa: PLC0415 (loads the drawing engine)

    return drawn(figure, lang=formats.language(), palette="page", width=width)


def left_out(figure: Figure | None) -> str:
    """How many names are not drawn, where the chart shows the largest only."""
    missing = sum(max(0, one.total - len(one.rows)) for one in figure.answers) if figure else 0
    return gettext("{n} smaller groups are not drawn.").format(n=formats.number(missing)) if missing else ""
