"""A whole story as a PDF: set by Typst, tagged, with its figures as pictures and their sources below.

Every text goes to the typesetter as a string literal, so that no text of a page is ever read as a command.
"""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext
from wagtail.rich_text import expand_db_html

from civora.stories import figures
from civora.stories.blocks import now
from civora.stories.models import Story

HEAD = """#set page(paper: "a4", margin: (x: 2.2cm, y: 2.4cm), numbering: "1 / 1")
#set text(size: 10.5pt, lang: {lang})
#set par(justify: false, leading: 0.7em)
#show heading: set block(above: 1.6em, below: 0.8em)
#show link: underline
#set document(title: {title})
"""


def on_paper(story: Story, request: HttpRequest) -> bytes:
    """PDF bytes. What the reader may not see is not on paper either."""
    import typst  # noqa: PLC0415 (a typesetter of some 40 MB: loaded by those who print)

    with tempfile.TemporaryDirectory(prefix="civora-paper-") as folder:
        sheet = Sheet(request, Path(folder))
        parts = [HEAD.format(lang=said((get_language() or "en")[:2]), title=said(story.title))]
        parts += [
            f"#heading(level: 1, {said(story.title)})",
            text(story.lede),
            *(sheet.block(kind(one), one.value) for one in story.body),
        ]
        parts += ["#v(2em)", small(f"{request.build_absolute_uri(story.get_url() or '/')}")]
        source = Path(folder) / "story.typ"
        source.write_text("\n\n".join(part for part in parts if part), encoding="utf-8")
        made: bytes = typst.compile(str(source), root=folder, ignore_system_fonts=False)
        return made


def kind(block: Any) -> str:
    return str(block.block_type)


def said(words: object) -> str:
    """A string literal of the typesetter."""
    return (
        json.dumps(str(words), ensure_ascii=False)
        .replace("\\/", "/")
        .replace("\u2028", " ")
        .replace("\\b", "")
        .replace("\\f", "")
    )


def text(words: object) -> str:
    return f"#text({said(words)})" if words else ""


def small(words: object) -> str:
    return f"#text(size: 8pt, fill: luma(90), {said(words)})"


def heading(words: object, level: int = 2) -> str:
    return f"#heading(level: {level}, {said(words)})"


class Sheet:
    """One story on its way to paper: the request says who reads, the folder holds the pictures."""

    def __init__(self, request: HttpRequest, folder: Path) -> None:
        self.request, self.folder, self.count = request, folder, 0
        self.who = figures.reading_of({"request": request})
        self.makers: dict[str, Callable[[Any], str]] = {
            "heading": heading, "text": self.prose, "number": self.number, "live": self.live, "table": self.table,
            "chart": self.view, "map": self.view, "quotation": self.quotation, "image": self.image, "gallery": self.gallery,
            "before_after": self.before_after, "timeline": self.timeline, "file": self.file, "call": self.call,
            "columns": self.columns, "wide": self.wide, "album": self.album,
        }  # fmt: skip

    def block(self, name: str, value: Any) -> str:
        """A filter is for the screen; everything else has a place on paper."""
        make = self.makers.get(name)
        return make(value) if make else ""

    def blocks(self, stream: Iterable[Any]) -> str:
        return "\n\n".join(self.block(kind(one), one.value) for one in stream)

    # ---- words -----------------------------------------------------------------------------------------------

    def prose(self, value: Any) -> str:
        return "\n\n".join(set_html(BeautifulSoup(expand_db_html(value.source), "html.parser"), self.request))

    def quotation(self, value: Any) -> str:
        return f"#quote(block: true, attribution: text({said(value['who'])}), text({said(value['text'])}))"

    def timeline(self, value: Any) -> str:
        return "\n\n".join(
            f'#text(weight: "bold", {said(one["when"] + "  " + one["title"])})\n\n{text(one["text"])}'
            for one in value["steps"]
        )

    def call(self, value: Any) -> str:
        address = self.request.build_absolute_uri(value["address"])
        return f"{text(value['text'])} #link({said(address)}, {said(value['button'])})"

    def file(self, value: Any) -> str:
        return f"#link({said(self.request.build_absolute_uri(value['file'].url))}, {said(value['file'].title)}) {text(value['text'])}"

    # ---- figures ---------------------------------------------------------------------------------------------

    def number(self, value: Any) -> str:
        shown = figures.number(value, self.who)
        if isinstance(shown, figures.Note):
            return f"{heading(value['title'], 3)}\n\n{text(shown.text)}"
        amount = f'#text(size: 20pt, weight: "bold", {said(plain(shown.value))}) {text(shown.unit)}'
        target = text(gettext("Target {n}").format(n=plain(shown.target))) if shown.target is not None else ""
        return "\n\n".join(part for part in (heading(value["title"], 3), amount, target, origin(shown.origin)) if part)

    def live(self, value: Any) -> str:
        shown = figures.live(value, self.who, now())
        if isinstance(shown, figures.Note):
            return f"{heading(value['title'], 3)}\n\n{text(shown.text)}"
        amount = f'#text(size: 20pt, weight: "bold", {said(plain(shown.value))}) {text(shown.unit)}'
        return "\n\n".join(
            (heading(value["title"], 3), amount, small(f"{shown.at:%Y-%m-%d %H:%M} UTC"), origin(shown.origin))
        )

    def table(self, value: Any) -> str:
        shown = figures.table(value, self.who)
        if isinstance(shown, figures.Note):
            return f"{heading(value['title'], 3)}\n\n{text(shown.text)}"
        cells = [f'text(weight: "bold", {said(label)})' for label, _ in shown.headings]
        cells += [f"text({said(plain(cell) if numeric else cell)})" for row in shown.rows for cell, numeric in row]
        align = ", ".join("right" if numeric else "left" for _, numeric in shown.headings)
        grid = f"#table(columns: {len(shown.headings)}, stroke: (x: none, y: 0.4pt + luma(180)), align: ({align},), {', '.join(cells)})"
        return "\n\n".join((heading(value["title"], 3), grid, origin(shown.origin)))

    def view(self, value: Any) -> str:
        shown = figures.view(value["address"], self.who)
        if isinstance(shown, figures.Note):
            return f"{heading(value['title'], 3)}\n\n{text(shown.text)}"
        picture = self.fetched(shown.picture_url.replace(".svg", ".png", 1)) if shown.picture_url else b""
        drawn = self.picture(picture, value["alternative"] or value["title"]) if picture else ""
        link = f"#link({said(self.request.build_absolute_uri(shown.url))}, {said(gettext('Open it on the portal'))})"
        below = origin(shown.origin) if shown.origin else ""
        return "\n\n".join(
            part for part in (heading(value["title"], 3), text(value["text"]), drawn, link, below) if part
        )

    def album(self, value: Any) -> str:
        shown = figures.pictures(value, self.who)
        if isinstance(shown, figures.Note):
            return text(shown.text)
        return "\n\n".join((*(text(one.title) for one in shown.pictures), origin(shown.origin)))

    # ---- pictures --------------------------------------------------------------------------------------------

    def image(self, value: Any) -> str:
        drawn = self.rendition(value["image"])
        return f"{drawn}\n\n{small(' '.join(part for part in (value['caption'], value['credit']) if part))}"

    def gallery(self, value: Any) -> str:
        return "\n\n".join(self.image(one) for one in value["images"])

    def before_after(self, value: Any) -> str:
        pairs = (("before", "before_label"), ("after", "after_label"))
        return "\n\n".join(f"{self.rendition(value[image])}\n\n{small(value[label])}" for image, label in pairs)

    def rendition(self, image: Any) -> str:
        with image.get_rendition("width-1200|format-jpeg").file.open("rb") as file:
            return self.picture(file.read(), getattr(image, "contextual_alt_text", "") or image.title, "jpg")

    def picture(self, content: bytes, alternative: str, ending: str = "png") -> str:
        self.count += 1
        name = f"p{self.count}.{ending}"
        (self.folder / name).write_bytes(content)
        return f'#image("{name}", width: 100%, alt: {said(alternative)})'

    def fetched(self, address: str) -> bytes:
        """A picture of the portal, as a browser would get it with this reader's rights; nothing where there is none."""
        parts = urlsplit(address)
        try:
            match = resolve(parts.path)
        except Resolver404:
            return b""
        asked = copy.copy(self.request)
        asked.path = asked.path_info = parts.path
        asked.GET = QueryDict(parts.query)  # type: ignore[assignment]  # as a request of its own
        response = match.func(asked, *match.args, **match.kwargs)
        return bytes(response.content) if response.status_code == 200 and not response.streaming else b""

    # ---- layout ----------------------------------------------------------------------------------------------

    def columns(self, value: Any) -> str:
        return "\n\n".join(self.blocks(column) for column in value["columns"])

    def wide(self, value: Any) -> str:
        return self.blocks(value["content"])


def plain(value: Any) -> str:
    """A cell in words; amounts as the page's language writes them."""
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return str(number_format(value, None if float(value).is_integer() else 2, force_grouping=True))


def origin(shown: figures.Origin) -> str:
    parts = (shown.title, f"@{shown.version}", f"{shown.updated:%Y-%m-%d}", shown.licence)
    return small(" · ".join(part for part in parts if part))


def set_html(soup: Any, request: HttpRequest) -> list[str]:
    """The few elements that the editor allows, as paragraphs and lists."""
    found = []
    for one in soup.children:
        if isinstance(one, Tag) and one.name in ("ul", "ol"):
            items = ", ".join(f"[{inline(item, request)}]" for item in one.find_all("li", recursive=False))
            found.append(f"#{'list' if one.name == 'ul' else 'enum'}({items})")
        elif str(one).strip():
            found.append(inline(one, request))
    return found


def inline(node: Any, request: HttpRequest) -> str:
    if isinstance(node, NavigableString):
        return text(str(node))
    inside = "".join(inline(one, request) for one in node.children)
    if node.name in ("b", "strong"):
        return f"#strong[{inside}]"
    if node.name in ("i", "em"):
        return f"#emph[{inside}]"
    if node.name == "a" and node.get("href"):
        return f"#link({said(request.build_absolute_uri(node['href']))})[{inside}]"
    return "#linebreak()" if node.name == "br" else inside
