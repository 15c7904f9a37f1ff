"""The reads of impact: definitions from its tables, values from `reading`, always as the reader who asks may see them."""

from civora.impact.queries.areas import areas
from civora.impact.queries.effects import effects
from civora.impact.queries.inclusion import asked_dimensions, census, has_answered, inclusion
from civora.impact.queries.indicators import definition, definitions, exists, indicator, indicators, owner, revision
from civora.impact.queries.measured import history, measured, overview, values
from civora.impact.queries.projects import project, project_of, projects, projects_from

__all__ = [
    "asked_dimensions", "census", "has_answered", "inclusion",
    "areas", "definition", "definitions", "effects", "exists", "history", "indicator", "indicators", "measured",
    "overview", "owner", "project", "project_of", "projects", "projects_from", "revision", "values",
]  # fmt: skip
