"""Paths of `/api/v1/`: mounted by `site.urls` as the API itself, which knows its own paths."""

from civora.protocols.own import exhibits, indicators, views
from civora.protocols.own.api import api

urls = api.urls
__all__ = ["exhibits", "indicators", "urls", "views"]  # importing the views registers their operations
