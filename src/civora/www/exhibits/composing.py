"""A map as a form: each layer a part of it, and back again as questions and a spec. What the form has no field for is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from civora.catalog.types import DatasetCard
from civora.core.schema import GEOGRAPHIC, TEMPORAL, Field, FieldType
from civora.exhibits.rules.mapping import CLASSES, COLOURS, LAYERS_AT_MOST, METHODS, POPUP_AT_MOST
from civora.exhibits.rules.written import ROWS_AT_MOST

Raw = dict[str, str]  # one layer as it was typed
WAYS = (
    ("points", gettext_lazy("Points")), ("clusters", gettext_lazy("Clusters with their number")), ("heat", gettext_lazy("Heat")),
    ("hexagons", gettext_lazy("Hexagons")), ("choropleth", gettext_lazy("Areas coloured by a number")),
    ("symbols", gettext_lazy("Circles as large as a number")), ("lines", gettext_lazy("Lines")), ("polygons", gettext_lazy("Areas")),
    ("labels", gettext_lazy("Labels")),
)  # fmt: skip
METHOD_NAMES = {
    "quantiles": gettext_lazy("as many rows in each class"), "equal": gettext_lazy("steps of equal width"), "jenks": gettext_lazy("natural breaks"),
    "deviation": gettext_lazy("distance from the mean"), "given": gettext_lazy("my own limits"),
}  # fmt: skip
COLOUR_NAMES = {
    "d1": gettext_lazy("Teal"), "d2": gettext_lazy("Ochre"), "d3": gettext_lazy("Red"), "d4": gettext_lazy("Blue"), "d5": gettext_lazy("Olive"),
    "d6": gettext_lazy("Pink"), "d0": gettext_lazy("Grey"),
}  # fmt: skip
SIDES = (
    ("", gettext_lazy("the whole map")),
    ("left", gettext_lazy("left of the slider")),
    ("right", gettext_lazy("right of the slider")),
)
STEPS = (
    ("year", gettext_lazy("by year")), ("month", gettext_lazy("by month")), ("week", gettext_lazy("by week")), ("day", gettext_lazy("by day")),
)  # fmt: skip
NUMBERS = ("minzoom", "maxzoom", "classes")


class LayerForm(forms.Form):
    """One layer. `query` and `at` say which question and which layer of the kept version it was."""

    dataset = forms.CharField(widget=forms.HiddenInput, max_length=200)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)
    at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2)
    label = forms.CharField(label=gettext_lazy("Name in the legend"), required=False, max_length=99)
    way = forms.ChoiceField(label=gettext_lazy("Drawn as"), choices=WAYS)
    field = forms.ChoiceField(label=gettext_lazy("Styled by"), required=False)
    colour = forms.ChoiceField(label=gettext_lazy("Colour"), choices=[(one, COLOUR_NAMES[one]) for one in COLOURS], required=False)  # fmt: skip
    where = forms.CharField(label=gettext_lazy("Only rows where"), required=False, max_length=2000, help_text=gettext_lazy("A condition such as kind = 'school' and year >= 2020; empty: all rows."))  # fmt: skip
    popup = forms.CharField(label=gettext_lazy("Pop-up"), required=False, max_length=POPUP_AT_MOST, widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip
    method = forms.ChoiceField(label=gettext_lazy("Classes of a number"), choices=[(one, METHOD_NAMES[one]) for one in METHODS], required=False)  # fmt: skip
    classes = forms.ChoiceField(label=gettext_lazy("How many"), choices=[(one, one) for one in CLASSES], required=False)
    breaks = forms.CharField(label=gettext_lazy("My own limits"), required=False, max_length=200, help_text=gettext_lazy("Numbers from low to high: 10; 50; 100.5"))  # fmt: skip
    opacity = forms.FloatField(label=gettext_lazy("Opacity, up to 1"), required=False, min_value=0.05, max_value=1)
    minzoom = forms.IntegerField(label=gettext_lazy("Seen from zoom"), required=False, min_value=0, max_value=24)
    maxzoom = forms.IntegerField(label=gettext_lazy("up to zoom"), required=False, min_value=0, max_value=24)
    side = forms.ChoiceField(label=gettext_lazy("Lies on"), choices=SIDES, required=False)
    hidden = forms.BooleanField(label=gettext_lazy("Switched off at first"), required=False)

    def __init__(self, card: DatasetCard, number: int, raw: Raw) -> None:
        prefix = f"layer-{number}"
        data = {f"{prefix}-{name}": value for name, value in raw.items()}
        super().__init__(data, prefix=prefix)
        self.card, self.number = card, number
        self.fields["field"].choices = [("", gettext("one colour")), *((one.name, named(one)) for one in styling(card))]  # type: ignore[attr-defined]  # a choice field
        names = ", ".join(f"{{{{{one.name}}}}}" for one in styling(card)[:8])
        self.fields["popup"].help_text = gettext("Text with columns in it: {names}. Left empty, it shows what the layer is styled by.").format(names=names)  # fmt: skip

    @property
    def basics(self) -> list[Any]:
        return [self[name] for name in ("dataset", "query", "at", "label", "where", "popup")]

    @property
    def looks(self) -> list[Any]:
        return [self[name] for name in ("way", "field", "colour")]

    @property
    def details(self) -> list[Any]:
        return [
            self[name] for name in ("method", "classes", "breaks", "opacity", "minzoom", "maxzoom", "side", "hidden")
        ]


def named(one: Field) -> str:
    return f"{one.label} ({one.name})" if one.label and one.label != one.name else one.name


def styling(card: DatasetCard) -> list[Field]:
    """The columns that can be seen on a map."""
    return [one for one in card.schema.fields if one.type not in GEOGRAPHIC | {FieldType.JSON}]


# ---- what was typed, and the keys of the form ------------------------------------------------------------------------


def typed(post: QueryDict) -> list[Raw]:
    """The layers of the form, in their order."""
    count = post.get("layers", "0")
    number = min(int(count), LAYERS_AT_MOST) if count.isdecimal() and len(count) < 3 else 0  # noqa: PLR2004 (digits)
    names = LayerForm.base_fields
    return [{name: post.get(f"layer-{at}-{name}", "") for name in names} for at in range(number)]


def moved(layers: list[Raw], act: str) -> list[Raw]:
    """`up-2`, `down-0`, `drop-1`: the layers as they lie after that."""
    verb, _, number = act.partition("-")
    at = int(number) if number.isdecimal() and len(number) < 3 else -1  # noqa: PLR2004 (digits)
    found = list(layers)
    if not 0 <= at < len(found):
        return found
    if verb == "drop":
        del found[at]
    other = {"up": at - 1, "down": at + 1}.get(verb, -1)
    if 0 <= other < len(found):
        found[at], found[other] = found[other], found[at]
    return found


def fresh(dataset: str, where: str = "", before: Sequence[Raw] = ()) -> Raw:
    """A layer as it begins, in a colour that none before it has."""
    taken = {one.get("colour") for one in before}
    colour = next((one for one in COLOURS if one not in taken), COLOURS[0])
    return {
        "dataset": dataset, "way": "points", "colour": colour, "method": "quantiles", "classes": "5", "opacity": "0.85", "where": where,
    }  # fmt: skip


def as_typed(kept: Mapping[str, Any], lang: str) -> list[Raw]:
    """A kept map as its form shows it."""
    found = []
    compare = kept["spec"].get("compare") or {}
    for at, layer in enumerate(kept["spec"]["layers"]):
        query = kept["queries"][layer["query"]]
        label = layer.get("label", {})
        sides = [side for side in ("left", "right") if at in compare.get(side, ())]
        raw = fresh(query["dataset"], query.get("where", "")) | {
            "query": layer["query"], "at": str(at), "label": label.get(lang) or label.get("en") or next(iter(label.values()), ""),
            "way": layer.get("as", "points"), "popup": layer.get("popup", ""), "field": layer.get("field") or "",
            "breaks": "; ".join(f"{one:g}" for one in layer.get("breaks", [])), "hidden": "on" if layer.get("hidden") else "",
            "side": sides[0] if len(sides) == 1 else "",
        }  # fmt: skip
        words = ("colour", "method", "classes", "opacity", "minzoom", "maxzoom")
        found.append(raw | {name: str(layer[name]) for name in words if name in layer})
    return found


# ---- what it means ---------------------------------------------------------------------------------------------------


def composed(
    layers: Sequence[LayerForm], kept: Mapping[str, Any], *, lang: str, zone: str, view: str, time: str, step: str
) -> dict[str, Any]:
    """Questions and spec of valid forms: {"kind", "queries", "spec"}. Raises ValueError for a view that is none."""
    queries: dict[str, dict[str, Any]] = {}
    made: list[dict[str, Any]] = []
    for form in layers:
        given = form.cleaned_data
        before = kept.get("queries", {}).get(given["query"], {})
        query = {"limit": ROWS_AT_MOST, "timezone": zone} | before | {"dataset": given["dataset"]}
        query = {name: value for name, value in query.items() if name != "where"} | (
            {"where": given["where"]} if given["where"] else {}
        )
        name = unused(queries, given["query"] or f"layer{form.number + 1}", query)
        queries[name] = query
        made.append(layer(given, kept_layer(kept, given["at"]), name, lang))
    spec = {
        name: value for name, value in kept.get("spec", {}).items() if name not in ("layers", "view", "time", "compare")
    }
    spec["layers"] = made
    if view.strip():
        spec["view"] = [float(one) for one in view.replace(";", ",").split(",")]
    number, _, column = time.partition("|")
    if column and number.isdecimal() and int(number) < len(made):
        spec["time"] = {"query": made[int(number)]["query"], "field": column, "step": step or "year"}
    sides = [form.cleaned_data["side"] for form in layers]
    if "left" in sides or "right" in sides:
        spec["compare"] = {
            side: [at for at, one in enumerate(sides) if one in ("", side)] for side in ("left", "right")
        }
    return {"kind": "map", "queries": queries, "spec": spec}


def unused(queries: Mapping[str, Any], wanted: str, query: Mapping[str, Any]) -> str:
    """Layers may share one question; another question has another name."""
    name, number = wanted, 2
    while name in queries and queries[name] != query:
        name, number = f"{wanted}{number}", number + 1
    return name


def kept_layer(kept: Mapping[str, Any], at: str) -> dict[str, Any]:
    known = kept.get("spec", {}).get("layers", [])
    return dict(known[int(at)]) if at.isdecimal() and int(at) < len(known) else {}


def layer(given: Mapping[str, Any], before: dict[str, Any], query: str, lang: str) -> dict[str, Any]:
    """Words that say nothing are left out."""
    found = before | {"query": query, "as": given["way"], "label": {**before.get("label", {}), lang: given["label"]}}
    found["label"] = {code: text for code, text in found["label"].items() if text}
    words: dict[str, Any] = {name: given[name] for name in ("field", "popup", "colour", "method", "opacity")}
    words["hidden"] = given["hidden"]
    words |= {name: int(given[name]) if given[name] not in (None, "") else None for name in NUMBERS}
    words["breaks"] = numbers(given["breaks"]) if given["method"] == "given" else []
    for name, value in words.items():
        found.pop(name, None)
        if value not in (None, "", False, []):
            found[name] = value
    return found


def numbers(text: str) -> list[float]:
    """Raises ValueError."""
    return [float(one.replace(",", ".")) for one in text.replace(";", " ").split()]


def moments(layers: Sequence[LayerForm]) -> list[tuple[str, str]]:
    """What time may be told by: (layer|column, words)."""
    return [
        (f"{form.number}|{one.name}", f"{form.card.title}: {named(one)}")
        for form in layers
        for one in form.card.schema.fields
        if one.type in TEMPORAL
    ]
