"""`/datasets/<key>/api/`: the request that makes the view, in four languages; how to embed it; the columns."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext

from civora.core.schema import GEOGRAPHIC
from civora.www.city import city
from civora.www.datasets import forms
from civora.www.datasets.pages import ApiPage, Snippet
from civora.www.datasets.views.framing import Seen, frame, source, view
from civora.www.datasets.views.table import chosen, column
from civora.www.pages import page


@view
def api(seen: Seen) -> HttpResponse:
    params = [*forms.api_params(seen.state, seen.card.schema), ("limit", "20"), ("timezone", city().zone)]
    base = seen.request.build_absolute_uri(f"/api/explore/v2.1/catalog/datasets/{seen.key}/records")
    context = ApiPage(
        frame=frame(seen, "api"), chosen=chosen(seen), clear_url=seen.request.path, url=f"{base}?{urlencode(params)}",
        snippets=snippets(base, params), embeds=embeds(seen), columns=tuple(column(seen, one) for one in seen.card.schema.fields),
        standards=standards(seen), source=source(seen),
    )  # fmt: skip
    return page(seen.request, "datasets/api.html", context)


def snippets(base: str, params: list[tuple[str, str]]) -> tuple[Snippet, ...]:
    """Each runs as it stands."""
    url = f"{base}?{urlencode(params)}"
    pairs = ",\n    ".join(f"({json.dumps(name)}, {json.dumps(value, ensure_ascii=False)})" for name, value in params)
    queries = ",\n  ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in params)
    return (
        Snippet("curl", "curl", f"curl -s '{url}'"),
        Snippet("python", "Python", f'import requests\n\nanswer = requests.get("{base}", params=[\n    {pairs},\n])\nrows = answer.json()["results"]'),
        Snippet("r", "R", f'library(httr2)\n\nrows <- request("{base}") |>\n  req_url_query(\n  {queries}\n  ) |>\n  req_perform() |>\n  resp_body_json(simplifyVector = TRUE) |>\n  getElement("results")'),
        Snippet("javascript", "JavaScript", f'const answer = await fetch(\n  "{url}"\n);\nconst {{ results }} = await answer.json();'),
    )  # fmt: skip


def embeds(seen: Seen) -> tuple[Snippet, ...]:
    """Custom elements for any other page: one script and one tag."""
    found = [embed(seen, "table", gettext("Table"))]
    if seen.card.schema.first(*GEOGRAPHIC):
        found.append(embed(seen, "map", gettext("Map")))
    return (*found, embed(seen, "chart", gettext("Chart")))


def embed(seen: Seen, name: str, label: str) -> Snippet:
    script = seen.request.build_absolute_uri(f"/static/islands/civora-{name}.js")
    tag = f'<script type="module" src="{script}"></script>\n<civora-{name} src="{seen.absolute(name)}"></civora-{name}>'
    return Snippet(name, label, tag)


def standards(seen: Seen) -> tuple[tuple[str, str, str], ...]:
    """(name, what it is for, address)."""
    at = seen.request.build_absolute_uri
    found = [
        (
            "Explore API v2.1",
            gettext("rows, groups, facets and files by question"),
            at(f"/api/explore/v2.1/catalog/datasets/{seen.key}/records"),
        ),
        ("OpenAPI", gettext("the whole interface as a document"), at("/api/explore/v2.1/openapi.json")),
        ("Civora API v1", gettext("read, publish and manage"), at("/api/v1/openapi.json")),
        ("DCAT-AP", gettext("the catalogue as a graph"), at("/api/explore/v2.1/catalog/exports/ttl")),
    ]
    if seen.card.schema.first(*GEOGRAPHIC):
        found.append((gettext("Vector tiles"), gettext("for maps"), at(f"/tiles/{seen.key}/") + "{z}/{x}/{y}.mvt"))
    return tuple(found)
