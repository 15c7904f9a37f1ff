"""`/indicators/projects/`: what was promised, and what it cost and changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from civora.catalog import queries as catalog
from civora.core.appraisal.effect import Finding
from civora.core.policy.types import Reader
from civora.impact import queries as impact
from civora.impact.rules import keepers, promises
from civora.impact.rules.periods import year
from civora.impact.types import BeforeAfter, Kind, Measured, MilestoneCard, MoneyKind, ProjectCard, Stage
from civora.voices import queries as voices
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.impact import figure, lines, words
from civora.www.impact.pages import EffectBlock, ProjectLine, ProjectPage, ProjectsPage, Step
from civora.www.parts import Chosen, Crumb, Empty, FacetGroup, facet_group

SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "CHF": "CHF"}
NEARLY = Decimal("0.1")  # up to a tenth over the promised cost is a remark, more is a miss


def money(amount: Decimal | None, currency: str) -> str:
    return f"{formats.number(float(amount), 0)}\u202f{SIGNS.get(currency, currency)}" if amount is not None else ""


def list_of(params: QueryDict, now: datetime) -> ProjectsPage:
    lang = formats.language()
    wanted = {name: params.get(name, "")[:60] for name in ("kind", "stage", "theme", "assessed")}
    everything = impact.projects(lang)
    found = [one for one in everything if fits(one, wanted)]
    title = ngettext("{n} project", "{n} projects", len(found)).format(n=formats.number(len(found)))
    return ProjectsPage(
        crumbs(), len(found), tuple(line(one, now.date()) for one in found), lines.shares(found, title, ""),
        facets(everything, params), chosen(wanted, params), reverse("impact:projects"),
        None if found else Empty(gettext("No project fits."), "", ((gettext("See all projects"), reverse("impact:projects")),)),
    )  # fmt: skip


def crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    first = (Crumb(gettext("Indicators"), reverse("impact:overview")),)
    return (*first, Crumb(gettext("Projects"), reverse("impact:projects") if more else ""), *more)


def fits(one: ProjectCard, wanted: dict[str, str]) -> bool:
    return (
        (not wanted["kind"] or one.kind == wanted["kind"])
        and (not wanted["stage"] or one.stage == wanted["stage"])
        and (not wanted["theme"] or one.theme == wanted["theme"])
        and (not wanted["assessed"] or lines.assessed(one) == wanted["assessed"])
    )


def facets(everything: Sequence[ProjectCard], params: QueryDict) -> tuple[FacetGroup, ...]:
    themes = {one.key: one.label for one in catalog.themes(formats.language())}
    kinds = Counter(one.kind for one in everything)
    stages = Counter(one.stage for one in everything)
    topics = Counter(one.theme for one in everything if one.theme in themes)
    groups = (
        (
            "kind",
            gettext("Where it comes from"),
            tuple((k.value, str(words.KINDS[k]), n) for k, n in kinds.most_common()),
        ),
        (
            "stage",
            gettext("How far it is"),
            tuple((s.value, str(words.STAGES[s][0]), n) for s, n in stages.most_common()),
        ),
        ("theme", gettext("Theme"), tuple((t, themes[t], n) for t, n in topics.most_common())),
    )
    return tuple(facet_group(params, name=name, label=label, counts=counts, is_single=True) for name, label, counts in groups if counts)  # fmt: skip


def chosen(wanted: dict[str, str], params: QueryDict) -> tuple[Chosen, ...]:
    themes = {one.key: one.label for one in catalog.themes(formats.language())}
    said = {
        "kind": {one.value: str(words.KINDS[one]) for one in Kind},
        "stage": {one.value: str(words.STAGES[one][0]) for one in Stage},
        "theme": themes,
        "assessed": {"good": gettext("done or on schedule"), "warn": gettext("partly"), "bad": gettext("not"), "none": gettext("not assessed")},
    }  # fmt: skip
    return tuple(
        Chosen(said[name].get(value, value), with_params(params, **{name: None}))
        for name, value in wanted.items()
        if value
    )


def line(one: ProjectCard, today: date) -> ProjectLine:
    stage, tone = words.STAGES[one.stage]
    assessed = lines.assessed(one)
    names = {"good": gettext("done or on schedule"), "warn": gettext("partly"), "bad": gettext("not"), "none": ""}
    return ProjectLine(
        one.key, one.title, one.title_lang, reverse("impact:project", args=[one.key]), str(words.KINDS[one.kind]), str(stage), tone,
        names[assessed] if one.assessment else "", assessed, one.owner_name, time_words(one, today)[0],
        cost_words(one)[0], one.is_example,
    )  # fmt: skip


def time_words(one: ProjectCard, today: date) -> tuple[str, str]:
    """Promised against actual day, in words, with its tone."""
    late = promises.days_late(one.promised_by, one.done_on, today)
    if late is None:
        return (gettext("No day was promised"), "none") if one.stage is not Stage.DONE else (gettext("Done"), "good")
    if one.done_on:
        if late <= 0:
            return gettext("Done on time"), "good"
        return ngettext("Done {n} day late", "Done {n} days late", late).format(n=formats.number(late)), "bad"
    if late > 0:
        return ngettext("{n} day late, not done", "{n} days late, not done", late).format(n=formats.number(late)), "bad"
    left = ngettext("{n} day left", "{n} days left", -late)
    return left.format(n=formats.number(-late)), "none"


def cost_words(one: ProjectCard) -> tuple[str, str]:
    """Promised against actual cost. What is not done is measured only where it is over already."""
    over = promises.over_cost(one.promised_cost, one.spent)
    if over is None:
        return "", "none"
    share = formats.percent(abs(float(over)) * 100)
    if over > 0:
        return gettext("{share} over the promised cost").format(share=share), "warn" if over <= NEARLY else "bad"
    if one.stage is Stage.DONE:
        return gettext("{share} under the promised cost").format(share=share) if over else gettext(
            "As promised"
        ), "good"
    return gettext("{share} of the promised cost spent").format(share=formats.percent(float(1 + over) * 100)), "none"


def page_of(one: ProjectCard, reader: Reader, now: datetime) -> ProjectPage:
    lang, today = formats.language(), now.date()
    made = [impact.measured(card, reader, now, lang) for card in one.indicators]
    stage, tone = words.STAGES[one.stage]
    spent = promises.over_cost(one.promised_cost, one.spent)
    on_time, on_cost = time_words(one, today), cost_words(one)
    return ProjectPage(
        crumbs=crumbs(Crumb(one.title)), key=one.key, title=one.title, lang=one.title_lang, summary=one.summary, reason=one.reason,
        kind=str(words.KINDS[one.kind]), stage=str(stage), tone=tone, owner=one.owner_name, promised_on=day(one.promised_on),
        promised_by=day(one.promised_by), done_on=day(one.done_on), time_words=on_time[0], time_tone=on_time[1],
        promised_cost=money(one.promised_cost, one.currency), planned=money(one.planned, one.currency),
        spent=money(one.spent, one.currency), spent_share=min(100.0, round(float(1 + spent) * 100, 1)) if spent is not None else 0.0,
        cost_words=on_cost[0], cost_tone=on_cost[1], steps=steps(one, today), money=entries(one),
        documents=tuple((paper.title, paper.url, day(paper.on)) for paper in one.documents),
        lines=tuple(lines.line(each, today) for each in made),
        effects=tuple(effect(found, reader, now) for found in impact.effects(one, reader, now, lang)),
        json_url=reverse("impact:project-json", args=[one.key]),
        edit_url=f"/desk/impact/projects/{one.key}/" if keepers.may_change(reader, one.owner) else "",
        subject=f"project:{one.key}", is_following=voices.is_following(f"project:{one.key}", reader.person), is_example=one.is_example,
    )  # fmt: skip


def day(at: date | None) -> str:
    return formats.day(at) if at else ""


def steps(one: ProjectCard, today: date) -> tuple[Step, ...]:
    current = next((step for step in one.milestones if step.done_on is None), None)
    return tuple(
        step(each, today, is_now=each is current and one.stage is not Stage.STOPPED) for each in one.milestones
    )


def step(one: MilestoneCard, today: date, *, is_now: bool) -> Step:
    promised, remark = "", ""
    if one.done_on and one.due_on and one.done_on > one.due_on:
        promised = gettext("promised for {day}").format(day=day(one.due_on))
        n = (one.done_on - one.due_on).days
        remark = ngettext("{n} day late", "{n} days late", n).format(n=formats.number(n))
    elif one.is_late(today) and one.due_on:
        n = (today - one.due_on).days
        remark = ngettext("{n} day late", "{n} days late", n).format(n=formats.number(n))
    names = {"good": gettext("done or on schedule"), "warn": gettext("partly"), "bad": gettext("not")}
    state = "done" if one.done_on else "now" if is_now else ""
    return Step(
        one.title, one.lang, one.note, day(one.done_on or one.due_on), promised, state, one.tone or ("bad" if remark else ""),
        names.get(one.tone, remark),
    )  # fmt: skip


def entries(one: ProjectCard) -> tuple[tuple[str, str, str, str, str], ...]:
    names = {MoneyKind.PLANNED: gettext("planned"), MoneyKind.SPENT: gettext("spent")}
    return tuple(
        (day(each.on), names[each.kind], money(each.amount, one.currency), each.note, each.url) for each in one.money
    )


def effect(found: BeforeAfter, reader: Reader, now: datetime) -> EffectBlock:
    made = impact.measured(found.indicator, reader, now, formats.language())
    drawn = figure.figure(made)
    one = found.effect
    span = ""
    if one.interval:
        span = gettext("{low} to {high}").format(
            low=signed(made, one.interval.low), high=signed(made, one.interval.high)
        )
    return EffectBlock(
        found.indicator.title, lines.url(found.indicator.key), finding(found, made), tone(found),
        words.value(made, one.before) if one.before is not None else "", words.value(made, one.after) if one.after is not None else "",
        span, basis(found), grade(found), drawn, day(found.since), since_at(made, found.since),
    )  # fmt: skip


def since_at(made: Measured, since: date) -> float:
    """Where the day stands on the figure, in per cent of its width."""
    if not made.series:
        return 0.0
    first, last = (
        year(made.series[0].at),
        year(max(made.series[-1].at, *(one.at for one in made.targets), made.series[-1].at)),
    )
    return round(100 * (year(since) - first) / ((last - first) or 1), 1)


def signed(made: Measured, value: float) -> str:
    return ("+" if value > 0 else "") + words.value(made, value)


def finding(found: BeforeAfter, made: Measured) -> str:
    """A sentence; "we cannot tell" is one of them."""
    one, unit = found.effect, made.card.unit
    if one.finding is Finding.TOO_LITTLE_DATA or one.change is None:
        return gettext("We cannot tell: there are too few values before or after.")
    change = words.with_unit(words.value(made, abs(one.change)), unit)
    against = bool(found.others)
    if one.finding is Finding.CANNOT_TELL:
        return gettext("We cannot tell: the difference may be chance.")
    if one.finding is Finding.ROSE:
        return gettext("{n} more than before, compared with the other places").format(n=change) if against else gettext("{n} more than before").format(n=change)  # fmt: skip
    return gettext("{n} less than before, compared with the other places").format(n=change) if against else gettext("{n} less than before").format(n=change)  # fmt: skip


def tone(found: BeforeAfter) -> str:
    return "none" if found.is_better is None else "good" if found.is_better else "bad"


def basis(found: BeforeAfter) -> str:
    one = found.effect
    text = gettext("{n} values before and {m} after {day}").format(
        n=one.values_before, m=one.values_after, day=day(found.since)
    )
    if found.others:
        names = ", ".join(each.title for each in found.others)
        text += "; " + gettext("compared with {names}").format(names=names)
    return text


def grade(found: BeforeAfter) -> str:
    if found.others:
        return gettext("Grade B: against places that the project did not reach. It does not prove a cause.")
    return gettext("Grade C: before and after only. Other things may have changed it.")
