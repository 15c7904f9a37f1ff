"""The frames that an indicator may belong to: the city's own goals, the targets of SDG 11, the themes of ISO 37120.

SDG 11 in our own short words (United Nations, A/RES/71/313). ISO 37120:2018 names its themes; its indicator texts are
under copyright and are not here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from civora.impact.errors import BadIndicator

SDG11: dict[str, Any] = {
    "11.1": gettext_lazy("Homes that people can afford"),
    "11.2": gettext_lazy("Transport that everyone can use"),
    "11.3": gettext_lazy("Planning together with residents"),
    "11.4": gettext_lazy("Heritage kept"),
    "11.5": gettext_lazy("Fewer losses from disasters"),
    "11.6": gettext_lazy("Clean air, less waste"),
    "11.7": gettext_lazy("Green and public places for everyone"),
    "11.a": gettext_lazy("Town and country together"),
    "11.b": gettext_lazy("Plans for climate and risk"),
    "11.c": gettext_lazy("Help to build with local means"),
}
ISO37120: dict[str, Any] = {
    "economy": gettext_lazy("Economy"),
    "education": gettext_lazy("Education"),
    "energy": gettext_lazy("Energy"),
    "environment": gettext_lazy("Environment and climate"),
    "finance": gettext_lazy("Finance"),
    "governance": gettext_lazy("Governance"),
    "health": gettext_lazy("Health"),
    "housing": gettext_lazy("Housing"),
    "population": gettext_lazy("Population and social conditions"),
    "recreation": gettext_lazy("Recreation"),
    "safety": gettext_lazy("Safety"),
    "solid-waste": gettext_lazy("Solid waste"),
    "sport-culture": gettext_lazy("Sport and culture"),
    "telecommunication": gettext_lazy("Telecommunication"),
    "transport": gettext_lazy("Transport"),
    "food": gettext_lazy("Local farming and food"),
    "planning": gettext_lazy("Urban planning"),
    "waste-water": gettext_lazy("Waste water"),
    "water": gettext_lazy("Water"),
}
FAMILIES: dict[str, Any] = {
    "city": gettext_lazy("City goal"), "sdg": gettext_lazy("SDG"), "iso37120": gettext_lazy("ISO 37120"),
}  # fmt: skip


def goals(pack: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    """The city's own goals: `[[impact.goals]]` of its pack, key → texts."""
    said: Sequence[Mapping[str, Any]] = pack.get("impact", {}).get("goals", ())
    return {str(one["key"]): one.get("title", {}) for one in said if one.get("key")}


def known(pack: Mapping[str, Any]) -> frozenset[str]:
    """Every frame that there is, as `family:code`."""
    return frozenset(
        {f"city:{key}" for key in goals(pack)}
        | {f"sdg:{code}" for code in SDG11}
        | {f"iso37120:{key}" for key in ISO37120}
    )


def check(frames: Sequence[str], pack: Mapping[str, Any]) -> tuple[str, ...]:
    """Each once. Raises BadIndicator."""
    for one in frames:
        if one not in known(pack):
            raise BadIndicator(
                f"frames: {str(one)[:60]!r} is no frame.",
                next_step="Write city:GOAL (of the city pack), sdg:11.6 or iso37120:environment.",
            )
    return tuple(dict.fromkeys(frames))


def words(frame: str, pack: Mapping[str, Any], lang: str) -> tuple[str, str]:
    """(family, title) of a frame in the language of the page."""
    family, _, code = frame.partition(":")
    if family == "city":
        texts = goals(pack).get(code, {})
        title = texts.get(lang) or texts.get("en") or code if isinstance(texts, Mapping) else str(texts)
        return str(FAMILIES["city"]), title
    if family == "sdg":
        return f"{FAMILIES['sdg']} {code}", str(SDG11.get(code, code))
    return str(FAMILIES.get(family, family)), str(ISO37120.get(code, code))
