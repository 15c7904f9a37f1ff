"""What is done by the clock, with its cadence in seconds."""

from __future__ import annotations

from collections.abc import Callable

from civora.ops.jobs import assembly, community, contributions, letters, reports, retention, upkeep, votes

CADENCES: dict[str, tuple[float, Callable[[], object]]] = {
    "assembly.project": (30.0, assembly.project),
    "assembly.forget": (24 * 3600.0, assembly.forget_guests),
    "community.project": (60.0, community.project),
    "community.forget": (24 * 3600.0, community.forget_listings),
    "courier.letters": (120.0, letters.send),
    "lake.flush": (300.0, upkeep.flush),
    "lake.merge": (3600.0, upkeep.merge),
    "lake.sweep": (24 * 3600.0, upkeep.sweep),
    "voices.contributions": (30.0, contributions.land),
    "voices.observers": (24 * 3600.0, contributions.forget_observers),
    "ledger.retention": (24 * 3600.0, retention.remove_expired),
    "assembly.hours": (600.0, votes.tell_hours),
    "assembly.turnout": (24 * 3600.0, votes.forget_turnout),
    "reports.project": (3.0, reports.project),
    "reports.forward": (60.0, reports.forward),
    "reports.daily": (24 * 3600.0, reports.daily),
}
