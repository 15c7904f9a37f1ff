"""The blocks of a story. Each holds texts and keys; `figures` asks for what it shows when the page is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from civora.core.errors import CivoraError
from civora.core.keys import split_version
from civora.core.query import odsql
from civora.stories import figures

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul", "document-link"]
PARSERS: Mapping[str, Callable[[str], object]] = {
    "select": odsql.parse_select,
    "where": odsql.parse_where,
    "group_by": odsql.parse_group_by,
    "order_by": odsql.parse_order_by,
}


def now() -> datetime:
    """The moment that the page calls now: the demonstration's, else the clock's."""
    at = settings.CITY.get("clock", {}).get("at")
    if not at:
        return timezone.now()
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    return moment if moment.tzinfo else moment.replace(tzinfo=figures.ZoneInfo(settings.CITY_ZONE))


class Asking(blocks.StructBlock):
    """A block that asks a dataset something. Its ODSQL is read when the page is saved, so that a fault shows at once."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        faults: dict[str, ValidationError] = {}
        for name, parse in PARSERS.items():
            try:
                if cleaned.get(name):
                    parse(cleaned[name])
            except CivoraError as error:
                faults[name] = ValidationError(f"{error.message} {error.next_step}".strip())
        try:
            split_version(cleaned.get("dataset") or "x")
        except CivoraError as error:
            faults["dataset"] = ValidationError(error.message)
        if faults:
            raise StructBlockValidationError(faults)
        return cleaned

    def shown(self, value: Mapping[str, Any], who: figures.Reading) -> object:
        raise AttributeError(type(self).__name__)  # each block says what it shows

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        shown = self.shown(value, figures.reading_of(parent_context))
        return context | {"shown": shown, "is_note": isinstance(shown, figures.Note)}


def dataset() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("Dataset"),
        max_length=120,
        help_text=_("The last part of its address, for example bike-counts, or bike-counts@3 for one version."),
    )


def words(label: Any, **more: Any) -> blocks.CharBlock:
    return blocks.CharBlock(
        label=label, required=more.pop("required", False), max_length=more.pop("max_length", 500), **more
    )


class NumberBlock(Asking):
    """One number, its unit, and its target where there is one."""

    title = words(_("What it counts"), required=True, max_length=160)
    dataset = dataset()
    select = words(_("Number"), required=True, help_text=_("ODSQL, for example sum(bikes)"))
    where = words(_("Only rows where"))
    order_by = words(_("Sorted by"))
    unit = words(_("Unit"), max_length=60)
    target = blocks.FloatBlock(label=_("Target"), required=False)
    direction = blocks.ChoiceBlock(
        choices=[("up", _("At least the target")), ("down", _("At most the target"))], default="up", label=_("Good is")
    )

    class Meta:
        icon = "order"
        label = _("Number with target")
        template = "stories/blocks/number.html"

    def shown(self, value: Mapping[str, Any], who: figures.Reading) -> object:
        return figures.number(value, who)


class TableBlock(Asking):
    title = words(_("Finding, as a sentence"), required=True, max_length=200)
    dataset = dataset()
    select = words(_("Columns"), help_text=_("ODSQL; empty: all columns"))
    where = words(_("Only rows where"))
    group_by = words(_("One row for each"))
    order_by = words(_("Sorted by"))
    limit = blocks.IntegerBlock(label=_("Rows"), min_value=1, max_value=figures.ROWS_AT_MOST, default=10)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "stories/blocks/table.html"

    def shown(self, value: Mapping[str, Any], who: figures.Reading) -> object:
        return figures.table(value, who)


class LiveBlock(Asking):
    title = words(_("What it measures"), required=True, max_length=160)
    dataset = dataset()
    time = words(_("Column of the time"), required=True, max_length=100)
    value = words(_("Column of the value"), required=True, max_length=100)
    where = words(_("Only rows where"))
    minutes = blocks.IntegerBlock(label=_("Minutes between two values"), min_value=1, default=15)

    class Meta:
        icon = "time"
        label = _("Live value")
        template = "stories/blocks/live.html"

    def shown(self, value: Mapping[str, Any], who: figures.Reading) -> object:
        return figures.live(value, who, now())


class AlbumBlock(Asking):
    """An image view of a dataset with a picture column: a museum's archive, a photo campaign."""

    heading = words(_("Heading"), max_length=160)
    dataset = dataset()
    picture = words(_("Column of the picture"), required=True, max_length=100)
    title = words(_("Column of the title"), max_length=100)
    text = words(_("Column of the text"), max_length=100)
    where = words(_("Only rows where"))
    limit = blocks.IntegerBlock(label=_("Pictures"), min_value=1, max_value=figures.PICTURES_AT_MOST, default=24)

    class Meta:
        icon = "image"
        label = _("Pictures of a dataset")
        template = "stories/blocks/album.html"

    def shown(self, value: Mapping[str, Any], who: figures.Reading) -> object:
        return figures.pictures(value, who)


class FilterBlock(Asking):
    """Drives every block of its page whose dataset has a field of that name."""

    label = words(_("Label"), max_length=80)
    dataset = dataset()
    field = words(_("Field"), required=True, max_length=100)
    labels = words(_("Column of the names"), max_length=100, help_text=_("Where the field holds numbers or codes."))

    class Meta:
        icon = "filter"
        label = _("Filter of this page")
        template = "stories/blocks/filter.html"

    def shown(self, value: Mapping[str, Any], who: figures.Reading) -> object:
        return figures.choices(value, who)


class ViewBlock(blocks.StructBlock):
    """A chart, map or exhibit of the portal, by its address."""

    title = words(_("Finding, as a sentence"), required=True, max_length=200)
    text = words(_("What, unit, period"), max_length=300)
    address = blocks.CharBlock(
        label=_("Address"), max_length=1000, help_text=_("Of the chart, map or exhibit, as your browser shows it.")
    )
    alternative = words(_("What it shows, in words"), max_length=500, help_text=_("For people who do not see it."))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        shown = figures.view(cleaned["address"], figures.Reading())
        if isinstance(shown, figures.Note) and not is_view(cleaned["address"]):
            raise StructBlockValidationError({"address": ValidationError(shown.text)})
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        shown = figures.view(value["address"], figures.reading_of(parent_context))
        kind = self.meta.kind if isinstance(shown, figures.Note) else "map" if "/map/" in shown.url else "chart"
        return context | {"shown": shown, "is_note": isinstance(shown, figures.Note), "kind": kind}


def is_view(address: str) -> bool:
    """A view's address, whoever may see it: an editor may embed what not every reader sees."""
    return "/datasets/" in address or "/exhibits/" in address


class ChartBlock(ViewBlock):
    class Meta:
        icon = "grip"
        kind = "chart"
        label = _("Chart")
        template = "stories/blocks/view.html"


class MapBlock(ViewBlock):
    class Meta:
        icon = "site"
        kind = "map"
        label = _("Map")
        template = "stories/blocks/view.html"


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"), max_length=1000)
    who = words(_("Who says it"), max_length=160)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "stories/blocks/quotation.html"


class FigureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Image"))
    caption = words(_("Caption"), max_length=300)
    credit = words(_("Credit"), max_length=160)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "stories/blocks/figure.html"


class GalleryBlock(blocks.StructBlock):
    images = blocks.ListBlock(FigureBlock(), min_num=2, max_num=24, label=_("Images"))

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "stories/blocks/gallery.html"


class BeforeAfterBlock(blocks.StructBlock):
    before = ImageBlock(label=_("Before"))
    before_label = words(_("Label before"), required=True, max_length=80)
    after = ImageBlock(label=_("After"))
    after_label = words(_("Label after"), required=True, max_length=80)

    class Meta:
        icon = "arrows-up-down"
        label = _("Before and after")
        template = "stories/blocks/before_after.html"


class StepBlock(blocks.StructBlock):
    when = words(_("When"), required=True, max_length=60)
    title = words(_("What"), required=True, max_length=160)
    text = words(_("More"), max_length=500)


class TimelineBlock(blocks.StructBlock):
    steps = blocks.ListBlock(StepBlock(), min_num=1, max_num=40, label=_("Steps"))

    class Meta:
        icon = "history"
        label = _("Timeline")
        template = "stories/blocks/timeline.html"


class FileBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("File"))
    text = words(_("What is in it"), max_length=300)

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "stories/blocks/file.html"


class CallBlock(blocks.StructBlock):
    """A call to take part: one sentence, one button."""

    text = words(_("Sentence"), required=True, max_length=300)
    button = words(_("Button"), required=True, max_length=60)
    address = blocks.CharBlock(
        label=_("Address in this portal"), max_length=300, help_text=_("For example /take-part/ or /reports/new/.")
    )

    class Meta:
        icon = "group"
        label = _("Call to take part")
        template = "stories/blocks/call.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        address = cleaned["address"]
        if not address.startswith("/") or address.startswith("//") or "\\" in address:
            fault = ValidationError(gettext("Begin with one slash: the call leads to a page of this portal."))
            raise StructBlockValidationError({"address": fault})
        return cleaned


PLAIN = [
    (
        "heading",
        blocks.CharBlock(max_length=160, icon="title", label=_("Heading"), template="stories/blocks/heading.html"),
    ),
    (
        "text",
        blocks.RichTextBlock(
            features=TEXT_FEATURES, icon="pilcrow", label=_("Text"), template="stories/blocks/text.html"
        ),
    ),
    ("number", NumberBlock()),
    ("live", LiveBlock()),
    ("chart", ChartBlock()),
    ("map", MapBlock()),
    ("table", TableBlock()),
    ("quotation", QuotationBlock()),
    ("image", FigureBlock()),
    ("file", FileBlock()),
    ("call", CallBlock()),
]


class ColumnBlock(blocks.StreamBlock):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(PLAIN if not args else args[0], *args[1:], **kwargs)

    class Meta:
        required = False


class ColumnsBlock(blocks.StructBlock):
    """Two to four columns, which stand below one another on a phone."""

    columns = blocks.ListBlock(ColumnBlock(), min_num=2, max_num=4, label=_("Columns"))

    class Meta:
        icon = "grip"
        label = _("Columns")
        template = "stories/blocks/columns.html"


class WideBlock(blocks.StructBlock):
    """One chart, map or image from edge to edge."""

    content = blocks.StreamBlock(
        [("chart", ChartBlock()), ("map", MapBlock()), ("image", FigureBlock())],
        min_num=1,
        max_num=1,
        label=_("Content"),
    )

    class Meta:
        icon = "expand-right"
        label = _("Full width")
        template = "stories/blocks/wide.html"


class Body(blocks.StreamBlock):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        more = [
            ("gallery", GalleryBlock()), ("before_after", BeforeAfterBlock()), ("timeline", TimelineBlock()), ("album", AlbumBlock()),
            ("filter", FilterBlock()), ("columns", ColumnsBlock()), ("wide", WideBlock()),
        ]  # fmt: skip
        super().__init__([*PLAIN, *more] if not args else args[0], *args[1:], **kwargs)
