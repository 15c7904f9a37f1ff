"""What a reuse may be. Its address is shown and followed by readers, never fetched by this program."""

from __future__ import annotations

import ipaddress
from datetime import datetime
from urllib.parse import urlsplit

from django.utils.translation import gettext

from civora.community import rules
from civora.community.errors import BadCall, BadReuse, CallShut
from civora.community.types import CallCard, CallState, NewReuse, ReuseKind, ShownState

URL = 500
DATASETS_AT_MOST = 20
INSIDE = (".local", ".localhost", ".internal", ".lan", ".home", ".test", ".invalid", ".onion", ".home.arpa")
NEXT = {
    ShownState.VISIBLE: {ShownState.HELD, ShownState.WITHDRAWN},
    ShownState.HELD: {ShownState.VISIBLE, ShownState.WITHDRAWN},
    ShownState.WITHDRAWN: set(),
}


def checked(given: NewReuse) -> NewReuse:
    """The same, tidy. Raises BadReuse with the field that is wrong."""
    if given.kind not in set(ReuseKind):
        raise BadReuse(gettext("Choose what it is."), field="kind")
    keys = tuple(dict.fromkeys(key for key in given.datasets if key))
    if not 0 < len(keys) <= DATASETS_AT_MOST:
        raise BadReuse(
            gettext("A reuse is made of 1 to {n} datasets.").format(n=DATASETS_AT_MOST),
            next_step=gettext("Name the dataset by the last part of its address."),
            field="datasets",
        )
    return NewReuse(
        rules.line(given.title, BadReuse, "title"), rules.words(given.text, BadReuse, "text"), given.kind, address(given.url), keys,
        given.theme, rules.name(given.author), given.organisation, rules.language(given.lang), given.alt.strip()[:300],
    )  # fmt: skip


def address(text: str) -> str:
    """An address on the open web. Raises BadReuse: nothing that runs in a reader's browser, that hides where it leads, or that lies inside a network."""
    plain = text.strip()
    wrong = BadReuse(
        gettext("This is no address on the web."),
        next_step=gettext("Copy it from the browser; it begins with https://."),
        field="url",
    )
    if not 0 < len(plain) <= URL or any(sign.isspace() or ord(sign) < 32 or sign in "<>\"'\\`" for sign in plain):  # noqa: PLR2004 (control signs)
        raise wrong
    try:
        parts = urlsplit(plain)
        found, port = host(plain), parts.port
    except ValueError as error:
        raise wrong from error
    if parts.scheme.lower() not in ("http", "https") or parts.username is not None or port == 0 or not is_public(found):
        raise wrong
    return plain


def host(url: str) -> str:
    """Where an address leads, in plain letters: look-alike letters show as `xn--…`. Raises ValueError."""
    name = (urlsplit(url).hostname or "").rstrip(".").lower()
    return name.encode("idna").decode("ascii") if not name.isascii() else name


def is_public(name: str) -> bool:
    """A name of the open web: with a dot, no bare number, nothing that only a network of its own knows."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        last = name.rpartition(".")[2]
        return "." in name and not last.isdigit() and last != "" and not name.endswith(INSIDE)
    return False


# ---- calls ----------------------------------------------------------------------------------------------------------


def check_dates(opens_at: datetime, closes_at: datetime, decides_at: datetime | None) -> None:
    """Raises BadCall."""
    if closes_at <= opens_at or (decides_at is not None and decides_at < closes_at):
        raise BadCall(
            gettext("A call opens, closes, and is decided, in this order."), next_step=gettext("Correct the dates.")
        )


def check_takes_entries(call: CallCard, at: datetime) -> None:
    """Raises CallShut."""
    if call.state(at) is not CallState.OPEN:
        raise CallShut(gettext("This call takes no entries now."), next_step=gettext("See its dates on its page."))


def check_can_decide(call: CallCard, at: datetime) -> None:
    """A call is decided once it has closed; its result may be corrected later. Raises CallShut."""
    if at < call.closes_at:
        raise CallShut(gettext("This call is still open."), next_step=gettext("Decide when it has closed."))
