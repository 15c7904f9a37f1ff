"""What can be reported, where, and to whom it goes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from civora.core.keys import dataset_key
from civora.ledger import actions as ledger
from civora.reports import events, models
from civora.reports.errors import BadCategory, UnknownCategory
from civora.reports.queries.services import forget_areas
from civora.reports.types import Area, Category, Endpoint, Template

LONGEST_KEY = 100


@transaction.atomic
def set_category(*, category: Category, by: str, at: datetime) -> None:
    """Offer a category, or change one. Its key may be any text, for Open311 servers differ. Raises BadCategory."""
    if not category.key.strip() or len(category.key) > LONGEST_KEY or not any(category.name.values()):
        raise BadCategory("A category needs a key and a name.", next_step="Give both.")
    given = asdict(category)
    given["questions"] = [one | {"datatype": str(one["datatype"])} for one in given["questions"]]
    given |= {"keywords": list(category.keywords), "areas": list(category.areas)}
    models.Category.objects.update_or_create(key=given.pop("key"), defaults=given)
    ledger.record(events.CategorySet(category.key), by=by, at=at)


@transaction.atomic
def set_area(*, area: Area, by: str, at: datetime) -> None:
    """Add a part of the city, or change one. Raises BadKey."""
    given = asdict(area)
    models.Area.objects.update_or_create(key=dataset_key(given.pop("key")), defaults=given)
    forget_areas()
    ledger.record(events.AreaSet(area.key), by=by, at=at)


@transaction.atomic
def set_route(*, category: str, area: str, body: str, by: str, at: datetime) -> None:
    """Somebody else than the category's own body looks after it in this area. Raises UnknownCategory."""
    row = models.Category.objects.filter(key=category).first()
    if row is None:
        raise UnknownCategory("There is no such category.", next_step="Set the category first.")
    models.Route.objects.update_or_create(category=row, area=area, defaults={"body": body})
    ledger.record(events.RouteSet(category, area, body), by=by, at=at)


@transaction.atomic
def set_template(*, template: Template, by: str, at: datetime) -> None:
    given = asdict(template)
    models.Template.objects.update_or_create(key=dataset_key(given.pop("key")), defaults=given)
    ledger.record(events.TemplateSet(template.key), by=by, at=at)


@transaction.atomic
def set_endpoint(*, endpoint: Endpoint, by: str, at: datetime) -> None:
    """Reports of this body go to another Open311 server from now on. Its key stands in no record."""
    given = asdict(endpoint)
    models.Endpoint.objects.update_or_create(body=given.pop("body"), defaults=given)
    ledger.record(events.EndpointSet(endpoint.body), by=by, at=at)
