"""Settings of the tests: the project's own, with pages, in a temporary home, with the lake in this process."""

import os
import tempfile

HOME = tempfile.TemporaryDirectory(prefix="civora-tests-")
os.environ |= {
    "CIVORA_HOME": HOME.name, "CIVORA_SURFACES": "web", "CIVORA_CITY": "", "CIVORA_LAKE_ENGINE": "local",
    "CIVORA_DATABASE_URL": "", "CIVORA_LAKE_CATALOG": "", "CIVORA_LAKE_DATA": "",
}  # fmt: skip
# The browser of the journeys keeps an event loop in the tests' thread; Django would take every later test for a coroutine.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from civora.site.settings import *  # noqa: E402, F403 (all of them, in that home)
