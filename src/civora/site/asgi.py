"""The ASGI application that the server runs."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civora.site.settings")
os.environ["CIVORA_SURFACES"] = "web"

import django  # noqa: E402 (settings are chosen above)

django.setup(set_prefix=False)

from civora.site.handler import Handler  # noqa: E402 (after setup)

application = Handler()

from civora.site import counters  # noqa: E402 (it imports rooms, which stand only now)
from civora.stories import schedule  # noqa: E402

counters.start()
schedule.start()
