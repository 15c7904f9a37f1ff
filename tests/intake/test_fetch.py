"""Files from folders and addresses; what lies in a private network is not fetched."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from civora.intake import actions as intake
from civora.intake.errors import FileRefused, SourceRefused
from tests.factories.publishing import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def server():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/turn":
                self.send_response(302)
                self.send_header("Location", "http://127.0.0.1:1/secret")
                self.end_headers()
                return
            self.send_response(200 if self.path == "/trees.csv" else 404)
            self.end_headers()
            self.wfile.write(b"a\n1\n")

        def log_message(self, *_):
            return None

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x.csv",
        "http://localhost:80/x",
        "http://[::1]/x",
        "http://169.254.169.254/latest",
        "http://10.0.0.1/x",
        "http://0.0.0.0/x",
    ],
)
def test_private_addresses_are_refused(portal, address):
    with pytest.raises(SourceRefused, match="private network"):
        intake.received(source=address, by="eva", at=AT)


def test_an_operator_may_allow_them(portal, settings, server):
    settings.CIVORA_INTAKE_ALLOW_PRIVATE = True
    assert intake.received(source=f"{server}/trees.csv", by="eva", at=AT).bytes == 4


def test_an_answer_that_is_no_file_is_refused(portal, settings, server):
    settings.CIVORA_INTAKE_ALLOW_PRIVATE = True
    with pytest.raises(SourceRefused, match="answered 404"):
        intake.received(source=f"{server}/nope", by="eva", at=AT)


def test_a_folder_of_like_tables_is_one_delivery(portal, tmp_path):
    for day in (1, 2):
        (tmp_path / f"{day}.csv").write_text(f"day,n\n2024-01-0{day},{day}\n")
    delivery = intake.received(source=str(tmp_path), by="eva", at=AT)
    assert delivery.path.read_text().splitlines() == ["day,n", "2024-01-01,1", "2024-01-02,2"]


def test_a_folder_of_unlike_tables_is_refused(portal, tmp_path):
    (tmp_path / "1.csv").write_text("a\n1\n")
    (tmp_path / "2.csv").write_text("b\n1\n")
    with pytest.raises(FileRefused, match="other headings"):
        intake.received(source=str(tmp_path), by="eva", at=AT)
