"""Paths of `/api/v1/`: mounted by `site.urls` as the API itself, which knows its own paths."""

from civora.protocols.own.views import api

urls = api.urls
