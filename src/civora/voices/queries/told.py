"""A notice as one sentence, in the language that is active: the same in letters, feeds and on the page."""

from __future__ import annotations

import re

from django.utils.translation import gettext, gettext_lazy

from civora.voices.types import NoticeCard

KINDS = {
    "report": gettext_lazy("Report {key}"), "process": gettext_lazy("Process {key}"), "proposal": gettext_lazy("Proposal {key}"),
    "project": gettext_lazy("Project {key}"), "indicator": gettext_lazy("Indicator {key}"), "dataset": gettext_lazy("Dataset {key}"),
    "reuse": gettext_lazy("Reuse {key}"), "call": gettext_lazy("Call {key}"), "nomination": gettext_lazy("Dataset asked for: {key}"),
    "listing": gettext_lazy("In the neighbourhood: {key}"), "conversation": gettext_lazy("In the neighbourhood: {key}"),
    "correction": gettext_lazy("Your correction {key}"), "contribution": gettext_lazy("Your contribution {key}"),
}  # fmt: skip
TURNS = {
    "answer": gettext_lazy("the city has answered"), "news": gettext_lazy("there is news"), "merged": gettext_lazy("was joined with another"),
    "comment": gettext_lazy("somebody has answered you"), "amendment": gettext_lazy("an amendment was proposed or decided"),
    "status": gettext_lazy("has a new status"), "update": gettext_lazy("has an update"), "message": gettext_lazy("has a message for you"),
    "reopened": gettext_lazy("is open again"), "confirmed": gettext_lazy("is confirmed as fixed"), "forwarded": gettext_lazy("was forwarded"),
    "asked": gettext_lazy("is it fixed? Please say"), "stage": gettext_lazy("has come to another stage"),
    "milestone": gettext_lazy("has reached a step"), "phase": gettext_lazy("has come to another phase"), "hidden": gettext_lazy("was hidden"),
    "money": gettext_lazy("has new figures of its cost"), "winner": gettext_lazy("will be built"), "closed": gettext_lazy("is closed"),
    "result": gettext_lazy("the result is known"), "highlighted": gettext_lazy("the city shows it first"),
    "released": gettext_lazy("is public now"), "award": gettext_lazy("has won a prize"), "planned": gettext_lazy("is planned"),
    "published": gettext_lazy("is published"), "refused": gettext_lazy("was refused, with reasons"),
    "accepted": gettext_lazy("was accepted"), "declined": gettext_lazy("was not followed"),
}  # fmt: skip
WORDS = {
    "open": gettext_lazy("open"), "investigating": gettext_lazy("being looked at"), "planned": gettext_lazy("planned"),
    "in_progress": gettext_lazy("work is under way"), "fixed": gettext_lazy("fixed"), "no_further_action": gettext_lazy("will not be done"),
    "not_councils_responsibility": gettext_lazy("not the city’s task"), "followed": gettext_lazy("followed"),
    "partly": gettext_lazy("followed in part"), "not-followed": gettext_lazy("not followed"), "under-way": gettext_lazy("under way"),
    "done": gettext_lazy("done"), "stopped": gettext_lazy("stopped"),
}  # fmt: skip
LONGEST = 300


def sentence(notice: NoticeCard) -> str:
    """What it is about, what happened, and the word for it where there is one. Plain text of one line."""
    kind, _, key = notice.subject.partition(":")
    facts = notice.facts
    name = str(facts.get("title") or "") or str(KINDS.get(kind, "{key}")).format(key=key)
    turn = str(TURNS.get(re.split(r"[-:]", notice.turn)[0], gettext("something has happened")))
    said = next((str(facts[one]) for one in ("decision", "status", "stage") if facts.get(one)), "")
    word = str(WORDS[said]) if said in WORDS else str(facts.get("step") or "")
    text = f"{name}: {turn}" + (f" ({word})" if word else "")
    return " ".join(text.split())[:LONGEST]
