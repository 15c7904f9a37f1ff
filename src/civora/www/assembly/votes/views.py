"""The ballot: fill in, look again, show that one may vote, cast; change with the receipt."""

from __future__ import annotations

import random
import secrets
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from civora.assembly.actions import voting
from civora.assembly.errors import AlreadyVoted, BadBallot, NoSuchReceipt, NotEligible, TooMany
from civora.assembly.queries import boxes as votes_now
from civora.assembly.queries import counts
from civora.assembly.queries.counts import count
from civora.assembly.rules import identity
from civora.assembly.rules.identity import Pass
from civora.assembly.types.ballots import BallotForm, BoxCard, Way
from civora.core.release.ballots import possible
from civora.www import formats
from civora.www.assembly.framing import Seen, frame, view
from civora.www.assembly.votes import tries, words
from civora.www.assembly.votes.forms import Given, read, same_rank_twice
from civora.www.assembly.votes.pages import Line, Purse, ReceiptPage, ReviewPage, VoteLine, VotePage, VotesPage
from civora.www.errors import status_of
from civora.www.pages import page
from civora.www.parts import Alert, Crumb, alert

NOTHING = Given({})
ORDERS = ("shuffled", "cheapest", "listed")


@require_safe
@view
def votes(seen: Seen) -> HttpResponse:
    """All votes of a process; where there is one, it is shown at once."""
    found = votes_now.boxes(seen.key, seen.at, formats.language())
    if len(found) == 1:
        return redirect(seen.url("vote", found[0].key))
    lines = tuple(
        VoteLine(one, words.money(one.budget, one.currency), seen.url("vote", one.key),
                 seen.url("result", one.key) if one.is_published else "")
        for one in found
    )  # fmt: skip
    return page(seen.request, "assembly/votes.html", VotesPage(frame(seen, Crumb(gettext("Vote"))), lines))


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@view
def vote(seen: Seen, box: str) -> HttpResponse:
    card = votes_now.box(seen.key, box, seen.at, formats.language())
    if seen.request.method != "POST":
        return form(seen, card, NOTHING)
    data = seen.request.POST
    given = read(card, data)
    step = {"cast": cast, "change": change, "send": send, "edit": edit}.get(data.get("do", ""), check)
    try:
        if card.form is BallotForm.RANKING and same_rank_twice(data):
            raise BadBallot(
                gettext("Two projects stand on the same place."), next_step=gettext("Give each place once.")
            )
        return step(seen, card, given)
    except (BadBallot, NoSuchReceipt) as error:
        return form(seen, card, given, alert=alert(error), status=status_of(error))
    except (NotEligible, AlreadyVoted, TooMany) as error:
        if isinstance(error, NotEligible) and data.get("do") == "cast":
            tries.wrong(seen.request)
        return review(seen, card, given, alert=alert(error), status=status_of(error))


# ---- the steps ---------------------------------------------------------------------------------------------------


def check(seen: Seen, card: BoxCard, given: Given) -> HttpResponse:
    """What was filled in, once more, before it counts."""
    checked(seen, card, given)
    return review(seen, card, given)


def checked(seen: Seen, card: BoxCard, given: Given) -> None:
    """Raises BoxClosed, BadBallot."""
    voting.check(process=seen.key, box=card.key, given=given.points, order=given.order, at=seen.at)


def edit(seen: Seen, card: BoxCard, given: Given) -> HttpResponse:
    return form(seen, card, given)


def send(seen: Seen, card: BoxCard, given: Given) -> HttpResponse:
    checked(seen, card, given)
    address = seen.request.POST.get("address", "")
    voting.send_code(process=seen.key, box=card.key, address=address, at=seen.at)
    return review(seen, card, given, code_sent=True)


def cast(seen: Seen, card: BoxCard, given: Given) -> HttpResponse:
    data = seen.request.POST
    checked(seen, card, given)
    tries.check(seen.request)
    receipt = voting.cast_ballot(
        process=seen.key, box=card.key, voter=shown(seen, card, data), given=given.points, order=given.order,
        token=data.get("token", ""), at=seen.at,
    )  # fmt: skip
    return receipt_page(seen, card, receipt.code)


def change(seen: Seen, card: BoxCard, given: Given) -> HttpResponse:
    code = seen.request.POST.get("receipt", "")
    voting.change_ballot(
        process=seen.key, box=card.key, receipt=code, given=given.points, order=given.order, at=seen.at
    )
    return receipt_page(seen, card, identity.plain_receipt(code), is_change=True)


def shown(seen: Seen, card: BoxCard, data: QueryDict) -> Pass:
    """Who casts it, by the way that was filled in. Raises NotEligible."""
    process, box, account = seen.key, card.key, seen.by
    if data.get("pass"):  # somebody at the desk
        return identity.read_pass(card.process_id, data["pass"])
    if Way.ACCOUNT in card.ways:
        return voting.show_account(process=process, box=box, account=account, groups=seen.reader.groups)
    if Way.OIDC in card.ways:
        return voting.show_attribute(process=process, box=box, account=account, attributes=attributes(seen))
    if Way.MESSAGE in card.ways:
        return voting.show_message(
            process=process,
            box=box,
            address=data.get("address", ""),
            code=data.get("code", ""),
            at=seen.at,
            account=account,
        )
    if data.get("code"):
        return voting.show_code(process=process, box=box, code=data["code"], account=account)
    return voting.show_resident(
        process=process, box=box, document=data.get("document", ""), born=data.get("born", ""), account=account
    )


def attributes(seen: Seen) -> dict[str, Any]:
    """What the identity provider said of this account at the last sign-in."""
    from allauth.socialaccount.models import SocialAccount  # noqa: PLC0415 (where the web runs)

    found = SocialAccount.objects.filter(user=seen.request.user.pk).order_by("-last_login").first() if seen.by else None
    if found is None:
        return {}
    said = found.extra_data.get("userinfo", found.extra_data)
    return {**said, "sub": f"{found.provider}:{found.uid}"}


# ---- the pages ---------------------------------------------------------------------------------------------------


def form(seen: Seen, card: BoxCard, given: Given, *, alert: Alert | None = None, status: int = 200) -> HttpResponse:
    ask = seen.request.POST if seen.request.method == "POST" else seen.request.GET
    order = ask.get("order", "") if ask.get("order") in ORDERS else ORDERS[0]
    seed = ask.get("seed", "")[:16] or secrets.token_hex(4)
    last = last_counted(seen, card)
    context = VotePage(
        frame=frame(seen, Crumb(gettext("Vote"))), box=card, lede=str(words.LEDES[card.form]), limits=words.limits(card),
        lines=ordered(lines(card, given), order, seed), purse=purse(card, given), order=order, seed=seed,
        rule=words.rule(card.rule), rule_words=words.rule_words(card.rule), different=different(card), sign=words.sign(card.currency),
        grades=tuple((points, words.grade(points, card.top)) for points in range(card.top + 1)) if card.top else (),
        ranks=tuple(range(1, (card.most or len(card.items)) + 1)) if card.form is BallotForm.RANKING else (),
        alert=alert, sign_in_url="" if seen.by or not {Way.ACCOUNT, Way.OIDC} & set(card.ways) else sign_in(seen, card),
        result_url=seen.url("result", card.key) if card.is_published else "",
        rule_url=seen.url("rule", card.key) if counts.choice(card) else "", last_result_url=last[0], last_unique=last[1], pass_text=ask.get("pass", "")[:500],
    )  # fmt: skip
    return page(seen.request, "assembly/vote.html", context, status=status)


def sign_in(seen: Seen, card: BoxCard) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': seen.url('vote', card.key)})}"


def last_counted(seen: Seen, card: BoxCard) -> tuple[str, float | None]:
    """The result of an earlier vote of this process, and how many of its ballots were unlike any other (in per cent)."""
    for one in reversed(votes_now.boxes(seen.key, seen.at, formats.language())):
        if one.is_published and one.key != card.key:
            found = count(one).uniqueness
            return seen.url("result", one.key), 100 * found["unique"] / max(found["ballots"], 1)
    return "", None


def different(card: BoxCard) -> str:
    graded = card.top if card.form in {BallotForm.SCORES, BallotForm.JUDGEMENT} else 0
    found = possible(
        len(card.items), card.least, card.most, ranked=card.form is BallotForm.RANKING, grades=graded
    )  # fmt: skip
    return formats.short_number(found) if found < 10**12 else gettext("more than a million million")


def lines(card: BoxCard, given: Given) -> tuple[Line, ...]:
    ranks = {one: rank for rank, one in enumerate(given.order, 1)}
    return tuple(
        Line(one, words.money(one.cost, card.currency), part(one.cost, card.budget), given.points.get(one.number),
             ranks.get(one.number), words.category(one.category))
        for one in card.items if not one.is_withdrawn
    )  # fmt: skip


def part(cost: int, budget: int) -> str:
    share = 100 * cost / budget if budget else 0
    if share < 1:
        return gettext("under {percent} of the money").format(percent=formats.percent(1))
    return gettext("{percent} of the money").format(percent=formats.percent(share))


def ordered(found: tuple[Line, ...], order: str, seed: str) -> tuple[Line, ...]:
    if order == "cheapest":
        return tuple(sorted(found, key=lambda one: (one.item.cost, one.item.number)))
    if order == "shuffled":
        return tuple(random.Random(seed).sample(found, len(found)))
    return found


def purse(card: BoxCard, given: Given) -> Purse:
    costs = {one.number: one.cost for one in card.items}
    chosen = [costs[one] for one in given.chosen if one in costs]
    left = card.budget - sum(chosen)
    widths = tuple(round(100 * cost / max(card.budget, sum(chosen), 1), 2) for cost in chosen)
    return Purse(
        words.money(left, card.currency), words.money(card.budget, card.currency), len(chosen), left < 0, widths
    )


def review(
    seen: Seen, card: BoxCard, given: Given, *, alert: Alert | None = None, status: int = 200, code_sent: bool = False
) -> HttpResponse:
    data = seen.request.POST
    kept = tuple(one for one in lines(card, given) if one.rank or one.points is not None)
    kept = tuple(sorted(kept, key=lambda one: one.rank or 0))
    token = data.get("token", "") or identity.new_token(card.id)
    context = ReviewPage(
        frame=frame(seen, Crumb(gettext("Vote"), seen.url("vote", card.key)), Crumb(gettext("Check"))), box=card, lines=kept,
        purse=purse(card, given), hidden=given.hidden(card.form), token=token,
        ways=frozenset(one.value for one in card.ways), signed_in=seen.by, sign_in_url=sign_in(seen, card),
        pass_text=data.get("pass", "")[:500], address=data.get("address", "")[:254], code_sent=code_sent or bool(data.get("code")), alert=alert,
    )  # fmt: skip
    return page(seen.request, "assembly/review.html", context, status=status)


def receipt_page(seen: Seen, card: BoxCard, code: str, *, is_change: bool = False) -> HttpResponse:
    """Shown in the answer itself and kept nowhere: a redirect would need it stored."""
    context = ReceiptPage(
        frame(seen, Crumb(gettext("Vote"), seen.url("vote", card.key)), Crumb(gettext("Receipt"))), card,
        identity.spaced(code), code, is_change,
    )  # fmt: skip
    response = page(seen.request, "assembly/receipt.html", context)
    response["Cache-Control"] = "no-store"
    return response
