"""The picture of a spec, for every surface: page, download, mail, social card."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import Literal as OneOf

from django.core.cache import caches

from civora.exhibits.types import Spec

PICTURES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}


def image(spec: Spec, format: OneOf["svg", "png", "pdf"], *, scale: float = 2.0) -> bytes:
    """Draw a Vega-Lite spec. PNG has `scale` pixels per unit of width.

    The drawing engine may not open files or addresses: the spec carries its data.
    """
    import vl_convert  # noqa: PLC0415 (loads a JavaScript engine; only processes that draw pay for it)

    text = json.dumps(spec)
    if format == "svg":
        return vl_convert.vegalite_to_svg(text, allowed_base_urls=[]).encode()
    if format == "pdf":
        return vl_convert.vegalite_to_pdf(text, allowed_base_urls=[])
    return vl_convert.vegalite_to_png(text, scale=scale, allowed_base_urls=[])


def converted(svg: str, format: str, *, scale: float = 2.0) -> bytes:
    """An SVG of our own making as it is, as PNG or as PDF."""
    import vl_convert  # noqa: PLC0415 (as above)

    if format == "png":
        return vl_convert.svg_to_png(svg, scale=scale)
    return vl_convert.svg_to_pdf(svg) if format == "pdf" else svg.encode()


def vega(spec: Spec) -> Spec:
    """The same drawing in Vega's own words, which the page's island runs without compiling.

    What it compiles to does not depend on the rows, so that each drawing is compiled once and kept on disk without them: the
    compiler takes most of a second to load.
    """
    rows = spec.get("datasets", {})
    text = json.dumps({name: part for name, part in spec.items() if name != "datasets"})
    compiled = dict(once(text))
    compiled["data"] = [
        one | {"values": rows[one["name"]]} if one.get("name") in rows else one for one in compiled.get("data", [])
    ]
    return compiled


def once(text: str) -> Spec:
    name = sha256(f"{compiler()} {text}".encode()).hexdigest()
    found: Spec | None = caches["drawings"].get(name)
    if found is None:
        import vl_convert  # noqa: PLC0415 (as above)

        found = vl_convert.vegalite_to_vega(text)
        caches["drawings"].set(name, found, None)
    return found


@cache
def compiler() -> str:
    return version("vl-convert-python")
