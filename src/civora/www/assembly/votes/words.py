"""How pages name rules, forms and reasons."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_lazy

from civora.assembly.types.ballots import BallotForm, BoxCard
from civora.www import formats

RULES: dict[str, tuple[Any, Any]] = {
    "greedy": (gettext_lazy("Most votes first"), gettext_lazy("Down the list of votes; what no longer fits is passed over.")),
    "greedy-no-skip": (
        gettext_lazy("Most votes first, no skipping"), gettext_lazy("Down the list of votes until one does not fit.")
    ),
    "greedy-threshold": (
        gettext_lazy("Most votes first, with a threshold"),
        gettext_lazy("Down the list of votes, only projects with enough of them."),
    ),
    "greedy-per-cost": (
        gettext_lazy("Most votes per cost first"), gettext_lazy("Down the list of votes for each unit of money.")
    ),
    "knapsack": (gettext_lazy("Most votes in all"), gettext_lazy("The set of projects with the most votes that the money pays for.")),
    "equal-shares": (
        gettext_lazy("Equal shares"),
        gettext_lazy("Each voter has the same part of the money. A project is built when its supporters can pay for it together."),
    ),
    "equal-shares-comparison": (
        gettext_lazy("Equal shares, compared"),
        gettext_lazy("Equal shares, unless more voters prefer the list by most votes."),
    ),
    "phragmen": (
        gettext_lazy("Phragmén’s rule"),
        gettext_lazy("Each voter earns money at the same speed; supporters build a project as soon as they can pay for it."),
    ),
    "majority-judgement": (
        gettext_lazy("Majority judgement"), gettext_lazy("By the grade that more than half of all give at least.")
    ),
}  # fmt: skip
LEDES: dict[BallotForm, Any] = {
    BallotForm.APPROVAL: gettext_lazy("Tick what you would build."),
    BallotForm.KNAPSACK: gettext_lazy("Tick what you would build. When the money is gone, untick something."),
    BallotForm.SCORES: gettext_lazy("Give points to what you would build, more to what you want more."),
    BallotForm.RANKING: gettext_lazy("Put in order what you would build, the best first."),
    BallotForm.JUDGEMENT: gettext_lazy("Give each project a grade."),
}
CATEGORIES: dict[str, Any] = {
    "green": gettext_lazy("Green"), "cycling": gettext_lazy("Cycling"), "sport": gettext_lazy("Sport"),
    "neighbours": gettext_lazy("Neighbours"), "safety": gettext_lazy("Safety"), "culture": gettext_lazy("Culture"),
    "health": gettext_lazy("Health"), "play": gettext_lazy("Play"), "clean": gettext_lazy("Clean"),
}  # fmt: skip
GRADES = (gettext_lazy("no"), gettext_lazy("rather not"), gettext_lazy("good"), gettext_lazy("very good"))


def rule(name: str) -> str:
    return str(RULES[name][0]) if name in RULES else name


def rule_words(name: str) -> str:
    return str(RULES[name][1]) if name in RULES else ""


def money(amount: float | None, currency: str) -> str:
    if amount is None:
        return ""
    return f"{formats.number(round(amount))}{formats.NARROW}{sign(currency)}"


def sign(currency: str) -> str:
    return {"EUR": "€", "GBP": "£", "USD": "$"}.get(currency, currency)


def category(name: str) -> str:
    """The usual kinds of project in the page's language; others as the city wrote them."""
    return str(CATEGORIES.get(name, name))


def grade(points: int, top: int) -> str:
    return str(GRADES[points]) if top == len(GRADES) - 1 else formats.number(points)


def limits(box: BoxCard) -> str:
    """How many projects fit on the ballot, in a sentence; nothing where there is no limit."""
    if box.form is BallotForm.JUDGEMENT or (box.least <= 1 and not box.most):
        return ""
    if box.least > 1 and box.most:
        return gettext("From {least} to {most} projects.").format(least=box.least, most=box.most)
    if box.most:
        return gettext("At most {most} projects.").format(most=box.most)
    return gettext("At least {least} projects.").format(least=box.least)


def short_reason(one: dict[str, Any], currency: str) -> str:
    """Why one project won or lost, for a table."""
    if one["funded"]:
        if one.get("price"):
            return gettext("Each supporter paid {price}").format(price=money(one["price"], currency))
        return gettext("Place {n}").format(n=one["place"])
    if one["missing_money"] and one["why"] in {"supporters-short", "not-enough-money", "would-overspend"}:
        return gettext("Short by {money}").format(money=money(one["missing_money"], currency))
    return str(REASONS.get(one["why"], one["why"]))


REASONS: dict[str, Any] = {
    "after-the-stop": gettext_lazy("An earlier one did not fit, and the rule stops there"),
    "below-threshold": gettext_lazy("Too few votes to count"),
    "not-in-best-set": gettext_lazy("The set with most votes does without it"),
    "no-support": gettext_lazy("Nobody voted for it"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "not-enough-money": gettext_lazy("Not enough money"),
    "would-overspend": gettext_lazy("Would have cost too much"),
    "supporters-short": gettext_lazy("Its supporters could not pay for it"),
}


def long_reason(one: dict[str, Any], outcome: dict[str, Any], currency: str, titles: dict[str, str]) -> tuple[str, ...]:
    """The same in sentences that need no knowledge of the rule."""
    cost = money(one["cost"], currency)
    if one["funded"]:
        return funded_sentences(one, outcome, currency, cost)
    said = [gettext("It costs {cost}.").format(cost=cost)]
    if one["why"] == "supporters-short":
        said.append(
            gettext("At the end its supporters had {left} left between them, {missing} too little.").format(
                left=money(one.get("left", one.get("collected", 0)), currency),
                missing=money(one["missing_money"], currency),
            )
        )
        went = sorted(one["went_to"].items(), key=lambda pair: -pair[1])[:3]
        if went:
            listed = ", ".join(f"{titles.get(key, key)} ({money(amount, currency)})" for key, amount in went)
            said.append(gettext("Their money had gone to: {projects}.").format(projects=listed))
    elif one["why"] == "not-enough-money" and "left" in one:
        said.append(
            gettext("When its turn came, {left} were left, {missing} too little.").format(
                left=money(one["left"], currency), missing=money(one["missing_money"], currency)
            )
        )
    else:
        said.append(f"{REASONS.get(one['why'], one['why'])}.")
    if one["missing_supporters"]:
        said.append(
            gettext("About {n} more supporters would have carried it.").format(
                n=formats.number(one["missing_supporters"])
            )
        )
    return tuple(said)


def funded_sentences(one: dict[str, Any], outcome: dict[str, Any], currency: str, cost: str) -> tuple[str, ...]:
    facts = outcome["facts"]
    if one.get("price") is not None:
        said = gettext("It costs {cost}. {n} people backed it, so {price} from each was enough.").format(
            cost=cost, n=formats.number(one["supporters"]), price=money(one["price"], currency)
        )
        shares = gettext(
            "Each voter’s share was {first} at the start, raised step by step to {last} while the total still fitted."
        )
        return said, shares.format(first=money(facts["first_share"], currency), last=money(facts["share"], currency))
    if "score" in one and "left" in one:
        return (
            gettext("It costs {cost} and had {n} votes. When its turn came, {left} were left.").format(
                cost=cost, n=formats.number(one["score"]), left=money(one["left"], currency)
            ),
        )
    return (gettext("It costs {cost} and was chosen as number {n}.").format(cost=cost, n=one["place"]),)
