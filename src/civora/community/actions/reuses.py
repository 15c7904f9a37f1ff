"""Reuses: shown, changed, taken back, released, highlighted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from civora.catalog import queries as catalog
from civora.community import events, rules
from civora.community.errors import BadReuse, UnknownReuse
from civora.community.models import Reuse, ReuseDataset
from civora.community.queries.reuses import dataset_names
from civora.community.rules import reuses as checks
from civora.community.types import NewReuse, ShownState
from civora.core.policy.types import Reader
from civora.ledger import actions as ledger
from civora.voices import actions as voices
from civora.voices import queries as said
from civora.voices.rules import is_held, key


@transaction.atomic
def show_reuse(
    *, reuse: NewReuse, sent: str, reader: Reader, at: datetime, picture: bytes = b"", is_example: bool = False
) -> str:
    """Show what was made of datasets that this reader may see. The same `sent` arriving again gives the same key back.

    It is public at once; words with many links wait for a moderator. The picture is made anew from its pixels. Whoever
    shows it follows it. Returns its key. Raises BadReuse, TooManyToday, BadPicture, PictureTooLarge.
    """
    known = Reuse.objects.filter(by=reader.person, sent=sent[:64]).first()
    if known is not None:
        return known.key
    made = allowed(reuse, reader)
    rules.check_today(voices.count_address(kind="reuse", address=reader.person, at=at))
    given = {
        "key": key(),
        "at": at,
        "changed_at": at,
        "state": state_of(made).value,
        "is_example": is_example,
    } | fields(made)
    row, is_new = Reuse.objects.get_or_create(by=reader.person, sent=sent[:64], defaults=given)
    if not is_new:
        return row.key
    put_datasets(row, made.datasets)
    if picture:
        put_picture(row, picture, made.alt, at)
    voices.follow(subject=f"reuse:{row.key}", follower=reader.person, at=at)
    ledger.record(events.ReuseShown(row.key), by=reader.person, at=at)
    return row.key


@transaction.atomic
def change_reuse(*, reuse: str, given: NewReuse, reader: Reader, at: datetime) -> None:
    """Its author says it anew. Raises UnknownReuse, NotMine, BadReuse."""
    row = known_reuse(reuse)
    rules.check_mine(row.by, reader.person)
    before = tuple(row.made_of.values_list("dataset", flat=True))
    made = allowed(given, reader, besides=before)
    state = ShownState.HELD if state_of(made) is ShownState.HELD else ShownState(row.state)
    Reuse.objects.filter(pk=row.pk).update(changed_at=at, state=state.value, **fields(made))
    put_datasets(row, made.datasets)
    for one in said.pictures(f"reuse:{reuse}"):
        if one.alt != made.alt:
            voices.describe_picture(key=one.key, alt=made.alt, by=reader.person, at=at)
    ledger.record(events.ReuseChanged(reuse), by=reader.person, at=at)


@transaction.atomic
def replace_picture(*, reuse: str, picture: bytes, alt: str, reader: Reader, at: datetime) -> None:
    """Another picture in the place of the one before. Raises UnknownReuse, NotMine, BadReuse."""
    row = known_reuse(reuse)
    rules.check_mine(row.by, reader.person)
    old = [one.key for one in said.pictures(f"reuse:{reuse}")]
    put_picture(row, picture, alt, at)
    for each in old:
        voices.remove_picture(key=each, by=reader.person, at=at)
    ledger.record(events.ReuseChanged(reuse), by=reader.person, at=at)


@transaction.atomic
def withdraw_reuse(*, reuse: str, reader: Reader, at: datetime) -> None:
    """Its author takes it back: words, name and picture are gone. Raises UnknownReuse, NotMine."""
    row = known_reuse(reuse)
    rules.check_mine(row.by, reader.person)
    for one in said.pictures(f"reuse:{reuse}"):
        voices.remove_picture(key=one.key, by=reader.person, at=at)
    Reuse.objects.filter(pk=row.pk).update(
        state=ShownState.WITHDRAWN.value, title="", text="", author="", url="", highlighted_at=None
    )
    row.made_of.all().delete()
    row.entries.all().delete()
    ledger.record(events.ReuseWithdrawn(reuse), by=reader.person, at=at)


@transaction.atomic
def release_reuse(*, reuse: str, reader: Reader, at: datetime) -> None:
    """A moderator lets one appear that waited; its author is told. Raises UnknownReuse, NotOurs."""
    rules.check_may_release(reader)
    row = known_reuse(reuse)
    if Reuse.objects.filter(pk=row.pk, state=ShownState.HELD.value).update(state=ShownState.VISIBLE.value):
        facts = {"title": row.title}
        voices.tell(
            follower=row.by,
            subject=f"reuse:{reuse}",
            turn=f"released-{row.changed_at:%Y%m%d%H%M%S}",
            facts=facts,
            at=at,
        )
        ledger.record(events.ReuseReleased(reuse), by=reader.person, at=at)


@transaction.atomic
def highlight_reuse(*, reuse: str, is_highlighted: bool, reader: Reader, at: datetime) -> None:
    """The city shows it first, or no longer; its author is told of the first. Raises UnknownReuse, NotOurs, BadReuse."""
    rules.check_may_decide(reader)
    row = known_reuse(reuse)
    if is_highlighted and (row.state != ShownState.VISIBLE.value or said.is_hidden(f"reuse:{reuse}")):
        raise BadReuse(gettext("What is not shown cannot be highlighted."), next_step=gettext("Load the page again."))
    if is_highlighted == (row.highlighted_at is not None):
        return
    Reuse.objects.filter(pk=row.pk).update(highlighted_at=at if is_highlighted else None)
    if is_highlighted:
        voices.tell(follower=row.by, subject=f"reuse:{reuse}", turn="highlighted", facts={"title": row.title}, at=at)
    ledger.record(events.ReuseHighlighted(reuse, is_highlighted), by=reader.person, at=at)


# ---- the parts ------------------------------------------------------------------------------------------------------


def allowed(given: NewReuse, reader: Reader, besides: tuple[str, ...] = ()) -> NewReuse:
    """Tidy, of datasets that the reader sees (or that stood there `besides`), for an organisation that she acts for. Raises BadReuse."""
    made = checks.checked(given)
    names = dataset_names(made.datasets, reader)
    unknown = next((one for one in made.datasets if one not in names and one not in besides), "")
    if unknown:
        raise BadReuse(
            gettext("There is no dataset {key}.").format(key=unknown[:60]),
            next_step=gettext("Name the dataset by the last part of its address."),
            field="datasets",
        )
    if made.theme and made.theme not in {one.key for one in catalog.themes()}:
        raise BadReuse(gettext("Choose the topic from the list."), field="theme")
    if made.organisation and not any(key == made.organisation for key, _ in reader.roles):
        raise BadReuse(gettext("You do not act for this organisation."), field="organisation")
    return made


def state_of(made: NewReuse) -> ShownState:
    return ShownState.HELD if is_held(f"{made.title} {made.text}") else ShownState.VISIBLE


def fields(made: NewReuse) -> dict[str, str]:
    return {
        "title": made.title, "text": made.text, "kind": made.kind, "theme": made.theme, "url": made.url, "author": made.author,
        "organisation": made.organisation, "lang": made.lang,
    }  # fmt: skip


def put_datasets(row: Reuse, keys: tuple[str, ...]) -> None:
    ReuseDataset.objects.filter(reuse=row).exclude(dataset__in=keys).delete()
    for place, each in enumerate(keys):
        ReuseDataset.objects.update_or_create(reuse=row, dataset=each, defaults={"place": place})


def put_picture(row: Reuse, data: bytes, alt: str, at: datetime) -> None:
    """Raises BadPicture, PictureTooLarge."""
    voices.attach(subject=f"reuse:{row.key}", data=data, alt=alt, by=row.by, at=at)


def known_reuse(wanted: str) -> Reuse:
    """Raises UnknownReuse, also for what was taken back."""
    row = Reuse.objects.select_for_update().filter(key=wanted).exclude(state=ShownState.WITHDRAWN.value).first()
    if row is None:
        raise UnknownReuse(gettext("There is no such reuse."), next_step=gettext("See the gallery of reuses."))
    return row
