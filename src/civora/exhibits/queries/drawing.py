"""A figure as a drawing, a file, a table."""

from __future__ import annotations

import csv
import io
from collections import OrderedDict
from collections.abc import Callable
from html import escape
from threading import Lock
from typing import Any

from civora.core.policy.types import ANYONE, Reader
from civora.exhibits.errors import NoPicture
from civora.exhibits.queries.figures import note_for
from civora.exhibits.queries.pictures import converted, image
from civora.exhibits.queries.words import words
from civora.exhibits.rules import locales, palettes, values, written
from civora.exhibits.rules.fill import filled
from civora.exhibits.types import Answer, Figure, Kind, Spec

KEPT_BYTES = 48_000_000
PAD, LINE, CHARACTER = 20, 26, 9.4


class Pictures:
    """Pictures by what names them, the oldest dropped beyond so many bytes. A name changes with what it shows."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Any, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, name: Any) -> bytes | None:
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def keep(self, name: Any, content: bytes) -> bytes:
        with self._lock:
            if name not in self._kept:
                self._kept[name] = content
                self._bytes += len(content)
            while self._bytes > KEPT_BYTES and len(self._kept) > 1:
                self._bytes -= len(self._kept.popitem(last=False)[1])
        return content


kept = Pictures()


def drawn(figure: Figure, *, lang: str, palette: str = "light", width: int = 860, height: int = 400) -> Spec:
    """The exhibit's spec, filled. Raises NoPicture for a map."""
    if figure.card.kind is Kind.MAP:
        raise NoPicture("A map is drawn by the page.", next_step="Open the exhibit's page.")
    labels = {name: written.said(texts, lang) for name, texts in figure.card.content.labels.items()}
    steps = {name: every for one in figure.answers for name, every in values.steps(one.query, one.rows).items()}
    return filled(
        figure.card.content.spec, {one.name: one.rows for one in figure.answers}, words=words(lang) | labels,
        palette=palettes.PALETTES[palette], width=width, height=height, locale=locales.locale(lang), steps=steps,
    )  # fmt: skip


def picture(figure: Figure, *, lang: str, palette: str, width: int) -> str:
    """The bare drawing as SVG: for a page, which has its words around it."""
    name = ("page", figure.etag, lang, palette, width)
    found = kept.get(name)
    if found is None:
        found = kept.keep(name, image(drawn(figure, lang=lang, palette=palette, width=width), "svg"))
    return found.decode()


MapDrawer = Callable[[Figure, str, Reader, str, str, int], bytes]
_map_drawers: list[MapDrawer] = []


def draw_maps_by(drawer: MapDrawer) -> None:
    """The pages, which know the city's ground, register here what draws a map: drawer(figure, form, reader, lang, palette, width)."""
    _map_drawers[:] = [drawer]


def file(
    figure: Figure, form: str, *, lang: str, palette: str = "light", width: int = 860, reader: Reader = ANYONE
) -> bytes:
    """A picture that stands alone: finding, drawing, source, version, licence. svg, png or pdf. Where data is gone, the note.

    A map is drawn of what `reader` may see. Raises NoPicture for one where the pages are not there to draw it.
    """
    if figure.card.kind is Kind.MAP and figure.is_whole:
        if not _map_drawers:
            raise NoPicture("A map is drawn by the page.", next_step="Open the exhibit's page.")
        return _map_drawers[0](figure, form, reader, lang, palette, width)
    name = (form, figure.etag, lang, palette, width)
    found = kept.get(name)
    if found is None:
        found = kept.keep(name, converted(alone(figure, lang=lang, palette=palette, width=width), form))
    return found


def alone(figure: Figure, *, lang: str, palette: str, width: int) -> str:
    colours = palettes.PALETTES[palette]
    if not figure.is_whole:
        return framed("", [], [note_for(figure, lang)], "", colours.ink, colours.paper, width)
    inner = picture(figure, lang=lang, palette=palette, width=width - 2 * PAD)
    card = figure.card
    below = [card.title] if card.takeaway else []
    return palettes.patterned(
        framed(
            inner,
            [card.heading],
            [*below, *([card.about] if card.about else [])],
            source(figure),
            colours.ink,
            colours.paper,
            width,
        )
    )


def source(figure: Figure) -> str:
    """Source, version, day and licence of each dataset, as a line."""
    cards = {one.card.key: one.card for one in figure.answers}.values()
    return " · ".join(
        f"{card.source_name or card.publisher.name or card.title}, {card.key}@{card.version}, {card.modified_at:%Y-%m-%d}"
        + (f", {card.licence.title}" if card.licence.title else "")
        for card in cards
    )


def framed(inner: str, heads: list[str], texts: list[str], foot: str, ink: str, paper: str, width: int) -> str:
    """Words above and below a drawing, as one SVG."""
    y, parts = PAD, []
    for size, weight, found in ((20, 680, heads), (15, 400, texts)):
        for line in (
            line for text in found for line in wrapped(text, int((width - 2 * PAD) / (CHARACTER * size / 17)))
        ):
            y += round(size * 1.3)
            parts.append(
                f'<text x="{PAD}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{ink}">{escape(line)}</text>'
            )
    y += 14
    tall = int(float(inner.split('height="', 1)[1].split('"', 1)[0])) if 'height="' in inner[:400] else 0
    if inner:
        parts.append(inner.replace("<svg ", f'<svg x="{PAD}" y="{y}" ', 1))
        y += tall + 12
    for line in wrapped(foot, int((width - 2 * PAD) / 6.8)) if foot else ():
        y += 17
        parts.append(f'<text x="{PAD}" y="{y}" font-size="12.5" fill="{ink}">{escape(line)}</text>')
    y += PAD
    ground = f'<rect width="{width}" height="{y}" fill="{paper}"/>' if paper != "none" else ""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" height="{y}" viewBox="0 0 {width} {y}" font-family="Hanken Grotesk, system-ui, sans-serif">'
    return f"{head}{ground}{''.join(parts)}</svg>"


def wrapped(text: str, most: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [line for line in lines if line]


def table(figure: Figure) -> str:
    """Every number of the figure as CSV; several questions one below the other, with the name of each in the first column."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    many = len(figure.answers) > 1
    columns = list(dict.fromkeys(name for one in figure.answers for name in column_names(one)))
    writer.writerow([*(["query"] if many else []), *columns])
    for one in figure.answers:
        for row in one.rows:
            writer.writerow([*([one.name] if many else []), *(safe(row.get(name)) for name in columns)])
    return out.getvalue()


def column_names(answer: Answer) -> list[str]:
    known = list(dict.fromkeys(name for row in answer.rows for name in row if not name.endswith("_words")))
    return known or [name for name, _, _ in answer.columns]


def safe(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula is no formula."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "@", "\t", "\r"):
        return "'" + cell
    return "" if cell is None else cell
