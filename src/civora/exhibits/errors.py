"""What can go wrong with a chart."""

from __future__ import annotations

from civora.core.errors import Refused


class ChartRefused(Refused):
    """The chosen columns cannot be drawn in the chosen way."""

    code = "exhibits.chart_refused"
