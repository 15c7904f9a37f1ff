"""Receipts and proofs cannot be tried one after the other: what is wrong tells nothing, and nobody may go on guessing."""

from __future__ import annotations

import re

import pytest

from civora.assembly.actions import voting
from civora.assembly.rules import identity
from civora.assembly.types.ballots import Way
from tests.factories.assembly import AT, DAY, STAFF
from tests.factories.votes import REGISTER, box, cast, vote

pytestmark = pytest.mark.django_db
URL, RESULT = "/take-part/budget/vote/parks/", "/take-part/budget/result/parks/"


def plain(answer) -> tuple[int, str]:
    return answer.status_code, re.sub(r'csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_while_the_vote_runs_a_true_receipt_is_answered_like_a_false_one(client):
    vote()
    true = cast(1).code
    false = "0" * 32
    shown, other = (plain(client.post(RESULT, {"receipt": one})) for one in (true, false))
    assert shown == other
    assert shown[0] == 409
    assert plain(client.get(f"{RESULT}receipts.txt"))[0] == 409


def test_receipts_are_too_many_to_be_tried(client):
    vote()
    codes = {cast(number).code for number in range(50)}
    assert len(codes) == 50
    assert {len(one) for one in codes} == {32}  # 128 bits in hexadecimal
    near = [one[:-1] + ("0" if one[-1] != "0" else "1") for one in codes]
    for one in near:
        assert client.post(URL, {"p": ["2"], "do": "change", "receipt": one}).status_code == 404


def test_who_is_in_the_register_cannot_be_found_out(client):
    """A document that is there with a wrong birthday is answered like one that is not there."""
    vote(ways=(Way.REGISTER,))
    voting.load_register(process="budget", text=REGISTER, by=STAFF, at=AT - 3 * DAY)
    sent = {"p": ["1"], "do": "cast", "token": identity.new_token(box().pk), "born": "1990-12-30"}
    known, unknown = (plain(client.post(URL, sent | {"document": one})) for one in ("L01X", "L99X"))
    assert known[0] == unknown[0] == 403
    assert known[1].replace("L01X", "L99X") == unknown[1]


def test_a_made_up_sender_address_does_not_win_more_guesses(client, settings):
    """`X-Forwarded-For` counts only behind a proxy that the operator has named."""
    vote(ways=(Way.REGISTER,))
    voting.load_register(process="budget", text=REGISTER, by=STAFF, at=AT - 3 * DAY)
    sent = {"p": ["1"], "do": "cast", "token": identity.new_token(box().pk), "born": "1990-12-30"}
    for number in range(20):
        headers = {"X-Forwarded-For": f"198.51.100.{number}"}
        assert client.post(URL, sent | {"document": f"X{number}"}, headers=headers).status_code == 403
    last = sent | {"document": "L01X"}
    assert client.post(URL, last, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 413
    settings.CIVORA_BEHIND_PROXY = True
    assert client.post(URL, last, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403
