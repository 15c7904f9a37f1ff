"""Identities as hashes, codes, receipts and passes. Nothing here stores anything."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.utils.translation import gettext

from civora.assembly.errors import BadBallot, NotEligible
from civora.assembly.types.ballots import Channel, Way

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
PASS_SECONDS = 2 * 3600
E_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s]{2,60}")
PHONE = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True, slots=True)
class Pass:
    """Somebody who showed that she may vote: a hash, the district (if the register has one), and the account (if any)."""

    digest: str
    district: str = ""
    person: str = ""
    channel: Channel = Channel.ONLINE


def new_secret() -> str:
    return secrets.token_hex(32)


def digest(secret: str, kind: str, text: str) -> str:
    """The hash of one identity for one process."""
    return hmac.new(secret.encode(), f"{kind}:{text}".encode(), hashlib.sha256).hexdigest()


def resident(document: str, born: date) -> str:
    """Document number and date of birth in one spelling: spaces, points and small letters make no difference."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", document).upper() if sign.isalnum())
    return f"{plain}|{born.isoformat()}"


def contact(text: str) -> str:
    """An e-mail address or telephone number in one spelling. Raises NotEligible for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if E_MAIL.fullmatch(plain):
        return plain
    number = re.sub(r"[\s()/.-]", "", plain)
    number = f"+{number[2:]}" if number.startswith("00") else number
    if PHONE.fullmatch(number):
        return number
    raise NotEligible(
        gettext("This is neither an e-mail address nor a telephone number."),
        next_step=gettext("Write an address such as ada@example.org, or a number such as +49 251 12345."),
    )


def new_code(length: int = 12) -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


def plain_code(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())[:64]


def spaced(code: str) -> str:
    """In groups of four, as people read it."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


# ---- the form, the receipt, the pass -----------------------------------------------------------------------------


def new_token(box: int) -> str:
    """The signed number of one form. It becomes the receipt: the same form sent twice is one ballot."""
    return signing.Signer(salt=f"assembly.ballot.{box}").sign(secrets.token_hex(16))


def receipt_of(box: int, token: str) -> str:
    """The secret of the receipt inside a form's token. Raises BadBallot for a token that we did not make."""
    try:
        return signing.Signer(salt=f"assembly.ballot.{box}").unsign(token)
    except signing.BadSignature:
        raise BadBallot(
            gettext("This form was not made by this site, or was changed on the way."),
            next_step=gettext("Load the page of the vote again; your choices are kept in your browser."),
        ) from None


def receipt_hash(box: int, receipt: str) -> str:
    """What is stored of a receipt, and published after the close."""
    return hashlib.sha256(f"{box}:{receipt}".encode()).hexdigest()


def plain_receipt(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign in "0123456789abcdef")[:64]


def signed_pass(process: int, shown: Pass) -> str:
    """The pass as it travels through the voter's own form. It is not kept here."""
    facts = {"d": shown.digest, "a": shown.district, "c": shown.channel.value}
    return signing.TimestampSigner(salt=f"assembly.pass.{process}").sign_object(facts, compress=True)


def read_pass(process: int, text: str, person: str = "") -> Pass:
    """Raises NotEligible for a pass that is forged, of another process, or older than two hours."""
    try:
        facts = signing.TimestampSigner(salt=f"assembly.pass.{process}").unsign_object(text, max_age=PASS_SECONDS)
    except signing.BadSignature:
        raise NotEligible(
            gettext("Your proof that you may vote has run out."), next_step=gettext("Show once more that you may vote.")
        ) from None
    return Pass(str(facts["d"]), str(facts["a"]), person, Channel(facts["c"]))


WAYS_WITH_REGISTER = frozenset({Way.REGISTER, Way.CODE, Way.DESK})
