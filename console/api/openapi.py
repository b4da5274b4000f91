"""The OpenAPI document: what the framework reads off the routes, and the problems that every route can answer with."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from console.api.documents import Problem
from console.api.problems import KINDS, MEDIA_TYPE

_REF: Final = "#/components/schemas/{model}"
_COMMON: Final = ("Unreadable", "NoToken", "NoRight", "UnknownTarget", "NoSuchMethod", "TooLarge", "Malformed",
                  "TooMany", "Fault", "Unreachable")  # fmt: skip
_OF_CHANGES: Final = ("Conflict",)
_METHODS: Final = frozenset({"get", "post", "put", "patch", "delete"})


def document_of(app: FastAPI) -> dict[str, Any]:
    """Made once, at the first call."""
    if app.openapi_schema:
        return app.openapi_schema
    made = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        servers=[{"url": "/api/v1"}],
    )
    schemas: dict[str, Any] = made["components"]["schemas"]
    _, problems = models_json_schema([(Problem, "validation")], ref_template=_REF)
    schemas |= problems["$defs"]
    for framework_s in ("HTTPValidationError", "ValidationError"):
        schemas.pop(framework_s, None)
    for path in made["paths"].values():
        for method, operation in path.items():
            if method in _METHODS:
                _say_problems(operation, changes=method == "post")
    app.openapi_schema = made
    return made


def _say_problems(operation: dict[str, Any], *, changes: bool) -> None:
    operation["responses"].pop("422", None)
    for code in (*_COMMON, *(_OF_CHANGES if changes else ())):
        kind = KINDS[code]
        operation["responses"][str(kind.status)] = {
            "description": f"{kind.title.vi} · {kind.title.en}",
            "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model=Problem.__name__)}}},
        }
