"""What every page of one process begins with: the process as it stands now, in the page's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from civora.assembly import queries as assembly
from civora.assembly.rules import staff
from civora.assembly.types import Decision, Kind, Place, ProcessCard
from civora.core.policy.types import Reader
from civora.www import formats
from civora.www.assembly.pages import Frame, Step
from civora.www.city import city
from civora.www.pages import reader_of
from civora.www.parts import Crumb

KINDS: dict[Kind, Any] = {
    Kind.CONSULTATION: gettext_lazy("Consultation"),
    Kind.BUDGET: gettext_lazy("Residents’ budget"),
    Kind.PLAN: gettext_lazy("Plan"),
    Kind.CHALLENGE: gettext_lazy("Co-design challenge"),
}
DECISIONS: dict[Decision, tuple[Any, str]] = {
    Decision.FOLLOWED: (gettext_lazy("Followed"), "good"),
    Decision.PARTLY: (gettext_lazy("Followed in part"), "warn"),
    Decision.NOT_FOLLOWED: (gettext_lazy("Not followed"), "bad"),
}
TONES = {Place.AFTER: "done", Place.NOW: "now", Place.BEFORE: ""}


@dataclass(frozen=True, slots=True)
class Seen:
    """One request to one process, at the moment that the page calls now."""

    request: HttpRequest
    reader: Reader
    process: ProcessCard
    at: datetime

    @property
    def key(self) -> str:
        return self.process.key

    @property
    def by(self) -> str:
        """Who acts: the account, or nobody."""
        return self.reader.person

    @property
    def is_staff(self) -> bool:
        return staff.runs(self.reader, self.process.organisation)

    def url(self, name: str = "process", *more: object) -> str:
        return reverse(f"assembly:{name}", args=[self.key, *more])


def view(made: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets `Seen`. A draft is there for those who run it. Raises UnknownProcess."""

    @wraps(made)
    def wrapped(request: HttpRequest, key: str, **path: Any) -> HttpResponse:
        return made(seen(request, key), **path)

    return wrapped


def seen(request: HttpRequest, key: str) -> Seen:
    reader, at = reader_of(request), city().now()
    is_known = staff.runs_any(reader)
    found = assembly.process(key, at, formats.language(), with_drafts=is_known)
    if not found.is_public and not staff.runs(reader, found.organisation):
        found = assembly.process(key, at, formats.language())  # says that it is not there
    return Seen(request, reader, found, at)


def frame(seen: Seen, *more: Crumb) -> Frame:
    process = seen.process
    crumbs = [Crumb(gettext("Take part"), reverse("assembly:index"))]
    crumbs.append(Crumb(process.title.text, seen.url() if more else ""))
    steps = tuple(Step(one.title, TONES[one.place], one.ends_at) for one in process.phases)
    return Frame((*crumbs, *more), process, str(KINDS[process.kind]), steps, seen.url())


def signed_in(made: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For acts: who is not signed in does so first, and comes back to the page, not to the act."""

    @wraps(made)
    def wrapped(seen: Seen, **path: Any) -> HttpResponse:
        if not seen.reader.is_signed_in:
            back = seen.request.POST.get("back", "") or seen.request.path
            if seen.request.method == "POST" and not seen.request.POST.get("back"):
                back = seen.url()
            return redirect_to_login(back if back.startswith("/") and not back.startswith("//") else seen.url())
        return made(seen, **path)

    return wrapped
