"""The kind of route the API is made of: who calls is settled before anything of the body is read.

A route whose signature names no caller type cannot be made, so none is open by mistake; nor is a
parameter that nobody reads taken in silence.
"""

import json
import math
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Final

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from console.api.bearer import Needs
from console.api.problems import Unreadable
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
                _refuse_unreadable(await request.body())
            return await handle(request)

        return handle_guarded


def refuse_infinite(said: Any) -> None:
    """A text may stand for a number, and "inf" is one to pydantic; no register can hold it."""
    if any(isinstance(one, float) and not math.isfinite(one) for one in _leaves(said)):
        raise MalformedInput("field_wrong", field="body", problem="NaN, Infinity")


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
        if not _is_text(value):
            raise MalformedInput("field_wrong", field=name, problem="UTF-8, U+0000")


def _refuse_unreadable(body: bytes) -> None:
    """JSON that the register could not hold: doubled meanings of numbers, half characters, U+0000."""
    if not body:
        return
    try:
        said = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Unreadable("body_unreadable") from None
    for one in _leaves(said):
        if isinstance(one, str) and not _is_text(one):
            raise Unreadable("body_unreadable")
        if isinstance(one, float) and not math.isfinite(one):
            raise Unreadable("body_unreadable")


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _leaves(said: Any) -> Iterator[Any]:
    """Every text and number, names included, without recursion."""
    waiting = [said]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            waiting += one
        else:
            yield one


_SURROGATES: Final = ("\ud800", "\udfff")


def _is_text(value: str) -> bool:
    """Whether PostgreSQL and UTF-8 can hold it."""
    return "\x00" not in value and not any(_SURROGATES[0] <= c <= _SURROGATES[1] for c in value)
