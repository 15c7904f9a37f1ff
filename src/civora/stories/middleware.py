"""Who comes to the editor has, from that moment, what her roles in Civora give."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from civora.stories import roles

EDITOR = "/desk/pages/"


class EditorRoles:
    """Before every page of the editor. Somebody without a role for stories is told so by the editor itself (403)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(EDITOR) and request.user.is_authenticated:
            roles.follow(request.user)
        return self.get_response(request)
