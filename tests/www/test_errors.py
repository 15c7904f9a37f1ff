"""A CivoraError as a page: the status, the place and the remedy."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from civora.core.errors import Busy, CivoraError, Conflict, NotAllowed, NotFound, Refused, TooMuch
from civora.core.schema import UnknownField
from civora.www import errors

pytestmark = pytest.mark.usefixtures("_plain_static")


@pytest.fixture
def _plain_static(settings):
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def answered(error: Exception, path: str = "/datasets/") -> HttpResponse | None:
    handler = errors.ErrorPages(lambda request: HttpResponse())
    return handler.process_exception(RequestFactory().get(path), error)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refused, 400),
        (NotAllowed, 403),
        (NotFound, 404),
        (Conflict, 409),
        (TooMuch, 413),
        (Busy, 503),
        (CivoraError, 400),
        (UnknownField, 400),
    ],
)
def test_every_error_has_its_status(error, status):
    with translation.override("en"):
        response = answered(error("Field x is not there.", next_step="Use y."))
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"


def test_the_page_names_place_and_remedy():
    with translation.override("en"):
        text = answered(UnknownField("Unknown field: <x>.", next_step="Did you mean y?")).content.decode()
    assert "Unknown field: &lt;x&gt;." in text
    assert "Did you mean y?" in text
    assert "core.unknown_field" in text


def test_missing_and_hidden_look_alike():
    with translation.override("en"):
        one, other = answered(NotFound("There is no dataset a.")), answered(NotFound("There is no dataset secret."))
    assert one.content == other.content


def test_busy_says_when_to_come_back():
    assert answered(Busy("No place free."))["Retry-After"] == "5"


def test_other_errors_are_left_alone():
    assert answered(ValueError("x")) is None


def test_errors_speak_the_reader_s_language():
    with translation.override("de"):
        text = answered(NotFound("x"), "/de/datasets/x/").content.decode()
    assert "Unter dieser Adresse ist nichts" in text
    assert '<html lang="de"' in text


def test_a_broken_page_does_not_break_again(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("no template")

    monkeypatch.setattr(errors, "error_page", fail)
    response = errors.broken(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"Something broke" in response.content
