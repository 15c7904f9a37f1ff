"""The picture of a spec, for every surface: page, download, mail, social card."""

from __future__ import annotations

import json
from typing import Literal as OneOf

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
    """The same drawing in Vega's own words, which the page's island runs without compiling."""
    import vl_convert  # noqa: PLC0415 (as above)

    return vl_convert.vegalite_to_vega(json.dumps(spec))
