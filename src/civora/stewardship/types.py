"""What crosses the door of stewardship."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a day's calls: the numbers of the X-RateLimit headers. `is_exempt`: never refused."""

    limit: int
    remaining: int
    resets_at: datetime
    is_exempt: bool = False
