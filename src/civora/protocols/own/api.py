"""The API itself: its OpenAPI document says which problems and keys there are, its answers carry what is left of the day."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from civora.core.errors import CivoraError, Refused
from civora.protocols.own import shapes
from civora.protocols.own.errors import BROKEN, PROBLEMS, problem, status_of
from civora.protocols.shared import access

log = logging.getLogger(__name__)
PROBLEM_TYPE = "application/problem+json"


class OwnAPI(NinjaAPI):
    """Ninja, with problem documents and quotas."""

    def get_openapi_schema(self, **options: Any) -> Any:
        made = super().get_openapi_schema(**options)
        made["components"]["schemas"]["Problem"] = shapes.Problem.model_json_schema()
        made["components"]["securitySchemes"] = {
            "apikey": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Apikey KEY"}
        }
        made["security"] = [{}, {"apikey": []}]
        for path in made["paths"].values():
            for operation in path.values():
                operation["responses"] = {200: operation["responses"][200]} | dict.fromkeys(PROBLEMS, DOCUMENTED)
        return made

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        response = super().create_response(request, data, **options)
        allowance = getattr(request, "allowance", None)
        return access.with_allowance(response, allowance) if allowance else response


DOCUMENTED = {
    "description": "What is wrong, and what to do next.",
    "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
api = OwnAPI(
    title="Civora", version="1", description="Civora's own API: read, publish and manage datasets.", urls_namespace="own",
    docs_url=None, openapi_url="openapi.json",
)  # fmt: skip


@api.exception_handler(CivoraError)
def failed(request: HttpRequest, error: CivoraError) -> HttpResponse:
    response = api.create_response(request, problem(error), status=status_of(error))
    response["Content-Type"] = PROBLEM_TYPE
    return access.with_way_out(response, error)


class NotReadable(Refused):
    """A parameter that is missing or of the wrong kind."""

    code = "protocols.not_readable"


@api.exception_handler(ValidationError)
def misread(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0] if error.errors else {}
    place = ".".join(str(part) for part in first.get("loc", ())[1:])
    words = f"{place[:80]}: {str(first.get('msg', 'cannot be read'))[:200]}."
    return failed(request, NotReadable(words, next_step="openapi.json says what each parameter may be."))


@api.exception_handler(MultiPartParserError)
@api.exception_handler(SuspiciousOperation)
def malformed(request: HttpRequest, error: Exception) -> HttpResponse:
    return failed(
        request, NotReadable("The body of this request cannot be read.", next_step="Send multipart/form-data.")
    )


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The framework's own complaint about a body, in the body of all our errors."""
    return failed(request, NotReadable(f"{error}.", next_step="Send the JSON that openapi.json describes."))


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s broke", request.path, exc_info=error)
    response = api.create_response(request, BROKEN, status=500)
    response["Content-Type"] = PROBLEM_TYPE
    return response
