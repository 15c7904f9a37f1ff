"""`civora serve`: the web server and the worker, until stopped."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--workers", type=int, default=1, help="web processes (default: 1)")
    parser.add_argument("--only", choices=("web", "worker"), help="one of the two, for many machines")


def run(given: argparse.Namespace) -> None:
    from civora.ops.boot import boot  # noqa: PLC0415
    from civora.ops.server import serve  # noqa: PLC0415

    boot()
    serve(host=given.host, port=given.port, workers=given.workers, only=given.only or "")
