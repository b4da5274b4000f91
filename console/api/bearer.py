"""Who calls: a token, the account behind it, and authorisation as types in the signatures of routes.

Cookies are not looked at, so a page elsewhere cannot make a browser call the API with somebody's session.
"""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from console.api.pace import Buckets
from console.api.problems import NoToken
from console.api.tokens import hash_of
from console.auth import AUDITING, READING, STANDING, Viewer, console_of
from policy.authority import ROLES_OF
from policy.transitions import MOVES, ON_CONCLUSIONS
from register.reads.scope import Scope
from register.tokens import Bearer, bearer_of
from schemas.actors import Actor
from schemas.commands import COMMANDS
from schemas.permits import Permit
from schemas.refusals import Code, Refusal
from schemas.states import Role

_LONGEST_TOKEN: Final = 200

in_header = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="`dondoc tokens make LOGIN --scope …`. A token may what the office and role of its account may, "
    "and of that what its scopes carry: " + ", ".join(Permit) + ".",
)


@dataclass(frozen=True, slots=True)
class Caller:
    """The account that a system calls as."""

    viewer: Viewer
    token: str

    @property
    def actor(self) -> Actor:
        """Who acts; the same person as on the screens, so that nobody examines what their system submitted."""
        return self.viewer.actor

    @property
    def scope(self) -> Scope:
        """Whose work may be read."""
        return self.viewer.scope

    @property
    def role(self) -> Role:
        return self.viewer.role


class Needs:
    """The dependency behind a caller type: a token with this scope, of an account in one of these roles."""

    def __init__(self, permit: Permit, roles: frozenset[Role]) -> None:
        self.permit: Final = permit
        self.roles: Final = roles

    async def __call__(
        self,
        request: Request,
        _: Annotated[HTTPAuthorizationCredentials | None, Security(in_header)],
    ) -> Caller:
        caller: Caller = request.state.caller  # found by the route, before the body was read
        return caller

    async def caller(self, request: Request) -> Caller:
        """Whoever calls, if they may; raises NoToken, NoRight as a refusal, or TooMany."""
        bearer = await self._bearer(request, await in_header(request))
        if self.permit not in bearer.scopes:
            raise Refusal(Code.NO_RIGHT, "scope_missing", scope=self.permit.value)
        if bearer.role not in self.roles:
            known = sorted(role.value for role in self.roles)
            raise Refusal(
                Code.NO_RIGHT, "role_not_enough", role=bearer.role, known=", ".join(known)
            )
        viewer = Viewer(bearer.login, bearer.name, bearer.office, Role(bearer.role), "", "")
        return Caller(viewer, bearer.id)

    async def _bearer(self, request: Request, given: HTTPAuthorizationCredentials | None) -> Bearer:
        strangers: Buckets = request.app.state.strangers
        address = request.client.host if request.client else "-"
        text = given.credentials if given else ""
        if not text or len(text) > _LONGEST_TOKEN:
            strangers.take(address)
            raise NoToken("token_unknown" if text else "no_token")
        bearer = await bearer_of(console_of(request).pool, hash_of(text))
        if bearer is None or bearer.is_revoked or bearer.has_ended:
            strangers.take(address)
            raise NoToken(_what_is_wrong(bearer))
        callers: Buckets = request.app.state.callers
        callers.take(bearer.id)
        return bearer


def _what_is_wrong(bearer: Bearer | None) -> str:
    if bearer is None:
        return "token_unknown"
    return "token_revoked" if bearer.is_revoked else "token_ended"


def who_may(command: str) -> frozenset[Role]:
    """The roles that some office could send this command in, by the tables of policy."""
    by = {move.by for act, move in MOVES.items() if act.partition(":")[0] == command}
    if command in ON_CONCLUSIONS:
        by.add(ON_CONCLUSIONS[command][0])
    return frozenset(role for one in by for role in ROLES_OF[one])


WITH_FILES: Final = frozenset(
    role
    for name, model in COMMANDS.items()
    if "files" in model.model_fields
    for role in who_may(name)
)

Reading = Annotated[Caller, Security(Needs(Permit.READ, READING), scopes=[Permit.READ.value])]
Sending = Annotated[Caller, Security(Needs(Permit.ACT, WITH_FILES), scopes=[Permit.ACT.value])]
"""Whoever may send a command that names files, and so the files before it."""
Issuing = Annotated[Caller, Security(Needs(Permit.ISSUE, STANDING), scopes=[Permit.ISSUE.value])]
Auditing = Annotated[Caller, Security(Needs(Permit.AUDIT, AUDITING), scopes=[Permit.AUDIT.value])]
