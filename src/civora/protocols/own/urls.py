"""Paths of `/api/v1/`: mounted by `site.urls` as the API itself, which knows its own paths."""

from civora.protocols.own import views
from civora.protocols.own.api import api

urls = api.urls
__all__ = ["urls", "views"]  # importing the views registers their operations
