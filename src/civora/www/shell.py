"""What stands around every page: city, menu, languages, theme, who is signed in. Context processor `shell`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import get_language_bidi, get_language_info, gettext_lazy

from civora.people import queries as people
from civora.www import addresses, formats
from civora.www.city import City, city
from civora.www.desk import menu as desk

THEMES = ("light", "dark")
NAV: tuple[tuple[object, str], ...] = (
    (gettext_lazy("Data"), "datasets:catalogue"),
    (gettext_lazy("Indicators"), "impact:overview"),
    (gettext_lazy("Take part"), "assembly:index"),
    (gettext_lazy("Contribute"), "contribute:campaigns"),
    (gettext_lazy("Report"), "reports:index"),
    (gettext_lazy("Stories"), "stories:stories"),
    (gettext_lazy("Charts and maps"), "exhibits:gallery"),
    (gettext_lazy("API"), "api:console"),
)
ACCOUNT: tuple[tuple[object, str], ...] = (
    (gettext_lazy("What became of it"), "me:home"),
    (gettext_lazy("Your account"), "account_home"),
    (gettext_lazy("API keys"), "account_keys"),
    (gettext_lazy("E-mail"), "account_email"),
    (gettext_lazy("Password"), "account_change_password"),
    (gettext_lazy("Second factor"), "mfa_index"),
    (gettext_lazy("Linked accounts"), "socialaccount_connections"),
    (gettext_lazy("Sign out"), "account_logout"),
)


@dataclass(frozen=True, slots=True)
class NavLink:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class DeskLink:
    """`waiting` is how many things wait behind it for who is signed in."""

    label: str
    url: str
    is_current: bool
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class DeskGroup:
    heading: str
    links: tuple[DeskLink, ...]


@dataclass(frozen=True, slots=True)
class LanguageLink:
    code: str
    name: str
    url: str
    absolute: str
    is_current: bool


class Shell:
    """Computed on first use, so that a page that shows less asks less."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def city(self) -> City:
        return city()

    @cached_property
    def language(self) -> str:
        return formats.language()

    @cached_property
    def is_from_the_right(self) -> bool:
        """The language is read from right to left."""
        return bool(get_language_bidi())

    @cached_property
    def theme(self) -> str:
        """`light`, `dark`, or empty: follow the system."""
        given = self._request.COOKIES.get("theme", "")
        return given if given in THEMES else ""

    @cached_property
    def path(self) -> str:
        return self._request.get_full_path()

    @cached_property
    def canonical(self) -> str:
        """The page's address without parameters; a page whose parameters count sets the block itself."""
        return self._request.build_absolute_uri(self._request.path)

    @cached_property
    def languages(self) -> tuple[LanguageLink, ...]:
        return tuple(self._language(code) for code in addresses.codes())

    @cached_property
    def default_language_url(self) -> str:
        return self._absolute(settings.LANGUAGE_CODE)

    def _absolute(self, code: str) -> str:
        return self._request.build_absolute_uri(addresses.in_language(self._request.path, code))

    def _language(self, code: str) -> LanguageLink:
        return LanguageLink(
            code,
            str(get_language_info(code)["name_local"]).capitalize(),
            addresses.in_language(self.path, code),
            self._absolute(code),
            code == self.language,
        )

    @cached_property
    def nav(self) -> tuple[NavLink, ...]:
        links = ((str(label), _address(target)) for label, target in NAV)
        here = self._request.path
        return tuple(NavLink(label, url, here.startswith(url)) for label, url in links if url)

    @cached_property
    def account_links(self) -> tuple[NavLink, ...]:
        offered = (
            link for link in ACCOUNT if settings.SOCIALACCOUNT_PROVIDERS or link[1] != "socialaccount_connections"
        )
        links = ((str(label), _address(target)) for label, target in offered)
        return tuple(NavLink(label, url, self._request.path == url) for label, url in links if url)

    @cached_property
    def is_signed_in(self) -> bool:
        user = getattr(self._request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def has_desk(self) -> bool:
        """Staff of any organisation see the desk in the menu."""
        return self.is_signed_in and bool(desk.lines(people.reader(self._request.user)))

    @cached_property
    def desk(self) -> tuple[DeskGroup, ...]:
        """The menu of the desk for who is signed in, under its headings."""
        reader, here = people.reader(self._request.user), self._request.path
        served = [(line, url) for line in desk.lines(reader) if (url := _address(line.address))]
        nearest = max((len(url) for _, url in served if here.startswith(url)), default=0)
        groups: dict[str, list[DeskLink]] = {}
        for line, url in served:
            is_current = here.startswith(url) and len(url) == nearest
            groups.setdefault(str(line.heading), []).append(
                DeskLink(str(line.title), url, is_current, line.waits(reader))
            )
        return tuple(DeskGroup(heading, tuple(links)) for heading, links in groups.items())

    @cached_property
    def desk_url(self) -> str:
        return _address("/desk/") if self.has_desk else ""


def _address(target: str) -> str:
    """A page's address, or nothing where this portal does not serve it: the menu never leads to a missing page."""
    try:
        if not target.startswith("/"):
            return reverse(target)
        path = addresses.in_language(target, formats.language())
        return next((path for path in (path, target) if resolves(path)), "")
    except NoReverseMatch:
        return ""


def resolves(path: str) -> bool:
    """This portal serves the address."""
    try:
        return bool(resolve(path))
    except Resolver404:
        return False


def shell(request: HttpRequest) -> dict[str, Shell | Callable[..., object]]:
    """Context processor."""
    return {"shell": Shell(request)}
