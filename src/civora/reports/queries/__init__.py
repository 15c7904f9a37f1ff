"""What is known of reports."""

from civora.reports.queries.counts import area_rates, daily, heat, records, times, totals
from civora.reports.queries.found import (
    by_code,
    by_token,
    case,
    count,
    cursor_page,
    mine,
    near,
    report,
    reports,
    timeline,
    updates,
    updates_between,
)
from civora.reports.queries.services import (
    area_names,
    areas,
    body_for,
    categories,
    category,
    endpoints,
    forwarded,
    offered,
    templates,
    to_forward,
)

__all__ = [
    "area_names", "area_rates", "areas", "body_for", "by_code", "by_token", "case", "categories", "category", "count",
    "cursor_page", "daily", "endpoints", "forwarded", "heat", "mine", "near", "offered", "records", "report", "reports", "templates", "timeline",
    "times", "to_forward", "totals", "updates", "updates_between",
]  # fmt: skip
