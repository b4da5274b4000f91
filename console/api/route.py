"""The kind of route the API is made of: who calls is settled before anything of the body is read.

A route whose signature names no caller type cannot be made, so none is open by mistake; nor is a
parameter that nobody reads taken in silence.
"""

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from console.api.bearer import Needs
from console.api.keepable import is_text, refuse_unreadable
from schemas.refusals import MalformedInput

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class GuardedRoute(APIRoute):
    """A route of the API."""

    needs: Needs

    def __init__(self, path: str, endpoint: Callable[..., Any], **given: Any) -> None:
        super().__init__(path, endpoint, **given)
        needs = next(_needs(self.dependant), None)
        if needs is None:
            raise TypeError(f"{path}: no caller type in the signature")
        self.needs = needs

    def get_route_handler(self) -> Handler:
        """As the framework makes it, after the caller, the parameters' names and the body as a whole are checked."""
        handle = super().get_route_handler()
        known = _names(self.dependant)
        takes_json = self.body_field is not None and not _is_form(self)

        async def handle_guarded(request: Request) -> Response:
            request.state.caller = await self.needs.caller(request)
            _refuse_unknown_names(request, known)
            if takes_json:
                refuse_unreadable(await request.body())
            return await handle(request)

        return handle_guarded


def _needs(dependant: Dependant) -> Iterator[Needs]:
    for one in dependant.dependencies:
        if isinstance(one.call, Needs):
            yield one.call
        yield from _needs(one)


def _names(dependant: Dependant) -> frozenset[str]:
    own = {one.alias for one in dependant.query_params}
    return frozenset(own.union(*(_names(one) for one in dependant.dependencies)))


def _is_form(route: APIRoute) -> bool:
    return any(
        type(one.field_info).__name__ in {"Form", "File"} for one in route.dependant.body_params
    )


def _refuse_unknown_names(request: Request, known: frozenset[str]) -> None:
    """A filter that is mistyped would otherwise give everything."""
    for name, value in request.query_params.multi_items():
        if name not in known:
            listed = ", ".join(sorted(known)) or "–"
            raise MalformedInput("query_unknown", field=name[:60], known=listed)
        if not is_text(value):
            raise MalformedInput("field_wrong", field=name, problem="UTF-8, U+0000")
