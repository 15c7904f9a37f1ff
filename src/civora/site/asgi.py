"""The ASGI application that the server runs."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civora.site.settings")
os.environ["CIVORA_SURFACES"] = "web"

from django.core.asgi import get_asgi_application  # noqa: E402 (settings are chosen above)

application = get_asgi_application()

from civora.site import counters  # noqa: E402 (it imports rooms, which stand only now)
from civora.stories import schedule  # noqa: E402

counters.start()
schedule.start()
