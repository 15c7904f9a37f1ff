"""`/datasets/<key>/export/`: every format, with the filters of the view applied, and about how large each file gets."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.utils.translation import gettext, gettext_lazy

from civora.reading import queries as reading
from civora.reading.types import FormatCard
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.city import city
from civora.www.datasets import forms
from civora.www.datasets.pages import Download, ExportPage
from civora.www.datasets.views.framing import Seen, frame, source, view
from civora.www.datasets.views.table import chosen, count_text
from civora.www.pages import page

NOTES = {
    "csv": gettext_lazy("Opens in any spreadsheet. UTF-8, semicolons."), "xlsx": gettext_lazy("For Excel. At most 1,048,575 rows."),
    "json": gettext_lazy("One list of objects."), "jsonl": gettext_lazy("One object a line, for programs."),
    "parquet": gettext_lazy("Small and typed, for data analysis."), "geojson": gettext_lazy("For maps on the web."),
    "shp": gettext_lazy("For older map programs. Column names are cut to ten letters."), "kml": gettext_lazy("For Google Earth."),
    "gpx": gettext_lazy("For navigation devices."), "fgb": gettext_lazy("Large maps, read in parts."),
}  # fmt: skip


@view
def export(seen: Seen) -> HttpResponse:
    rows = reading.count(replace(seen.query, select=(), order_by=()), seen.reader)
    context = ExportPage(
        frame=frame(seen, "export"), count_text=count_text(seen, rows), chosen=chosen(seen), clear_url=seen.request.path,
        downloads=tuple(download(seen, one, rows) for one in reading.formats(seen.card) if one.key in NOTES), source=source(seen),
        attachments=seen.card.attachments,
    )  # fmt: skip
    return page(seen.request, "datasets/export.html", context)


def download(seen: Seen, form: FormatCard, rows: int) -> Download:
    fits = form.rows_at_most is None or rows <= form.rows_at_most
    note = str(NOTES[form.key]) if fits else gettext("Too many rows for this format: choose CSV or Parquet.")
    size = formats.size(reading.estimated_bytes(seen.card, rows, form.key, seen.reader))
    return Download(form.label, note, f"≈ {size}", address(seen, form.key), fits)


def address(seen: Seen, form: str) -> str:
    """The file by the Explore API, so that the link works in a script too. Times are on the city's clock."""
    params: dict[str, object] = {}
    for name, value in forms.api_params(seen.state, seen.card.schema):
        params.setdefault(name, [])
        params[name] = [*params[name], value]  # type: ignore[misc]  # a list, as the line above made it
    if city().zone != "UTC":
        params["timezone"] = [city().zone]
    tail = with_params(params)
    return f"/api/explore/v2.1/catalog/datasets/{seen.key}/exports/{form}" + (tail if tail != "?" else "")
