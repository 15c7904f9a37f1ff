"""Paths of `/api/v1/`: mounted by `site.urls` as the API itself, which knows its own paths."""

from civora.protocols.own import exhibits, views
from civora.protocols.own.api import api

urls = api.urls
__all__ = ["exhibits", "urls", "views"]  # importing the views registers their operations
