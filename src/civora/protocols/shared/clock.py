"""The moment that an API calls now: the example city's day where a pack plays one, else the clock's."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    at = settings.CITY.get("clock", {}).get("at")
    if not at:
        return timezone.now()
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(settings.CITY_ZONE))
