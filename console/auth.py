"""Who looks at a page: sessions, and authorisation as types in the signatures of routes.

A route that takes a `Reader` or an `Admin` cannot be reached by anybody else, and says so where it
is read. Tests list the route table and ask every route for its type. Times are the database's.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import Depends, Request

from console.desk import Console
from register import accounts
from register.accounts import SignedIn
from register.reads.scope import Scope, widened
from schemas.actors import Actor
from schemas.labels import Lang
from schemas.states import Role

COOKIE: Final = "dondoc_sid"
LANG_COOKIE: Final = "dondoc_lang"

STANDING: Final = frozenset({Role.OFFICER, Role.EXAMINER, Role.HEAD_OF_STANDING_OFFICE})
AGENCY: Final = frozenset({Role.FOCAL_POINT, Role.AGENCY_HEAD, Role.COORDINATOR})
WATCHING: Final = frozenset({Role.SUPERVISOR, Role.AUDITOR})
READING: Final = STANDING | AGENCY | WATCHING
ACTING: Final = STANDING | AGENCY | {Role.SUPERVISOR}
OPERATING: Final = frozenset({Role.OPERATOR, Role.ADMIN})
AUDITING: Final = frozenset({Role.AUDITOR, Role.OPERATOR})
EVERYBODY: Final = frozenset(Role)


class NotSignedIn(Exception):
    """Nobody is signed in here, or the session has ended."""

    def __init__(self, *, ended: bool) -> None:
        super().__init__(ended)
        self.ended: Final = ended
        """Whether there was a session before."""


class NotAllowed(Exception):
    """Somebody is signed in whose role does not reach this far."""


class PasswordDue(Exception):
    """The person first chooses a password of their own."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person a page is made for."""

    login: str
    name: str
    office: str
    role: Role
    session: str
    """The hash of the session's id."""
    key: str
    """What form tokens of this session are made with; never leaves the server."""
    sees_all: bool = False
    """Whether every conclusion is this standing office's, asked once for the page: its scope is then the whole."""

    @property
    def actor(self) -> Actor:
        """Who acts, as commands carry it; the login makes people of one name different."""
        return Actor(office=self.office, role=self.role, person=f"{self.name} ({self.login})")

    @property
    def scope(self) -> Scope:
        """Whose work this person may read."""
        if self.role in WATCHING:
            return Scope(whole=True)
        return Scope(self.sees_all, self.office, self.role in STANDING)

    @property
    def reads(self) -> bool:
        """Whether this role reads work at all; operators and administrators do not."""
        return self.role in READING


def console_of(request: Request) -> Console:
    """What the application was made with."""
    console: Console = request.app.state.console
    return console


def lang_of(request: Request) -> Lang:
    """The reader's language: chosen before, else the browser's first of ours, else Vietnamese."""
    chosen = request.cookies.get(LANG_COOKIE)
    if chosen in {"vi", "en"}:
        return "en" if chosen == "en" else "vi"
    for one in request.headers.get("accept-language", "").lower().split(","):
        if one.strip().startswith(("vi", "en")):
            return "en" if one.strip().startswith("en") else "vi"
    return "vi"


async def viewer_or_none(request: Request) -> Viewer | None:
    """The person behind the cookie, looked up once for each request."""
    if not hasattr(request.state, "viewer"):
        given = request.cookies.get(COOKIE)
        found = await _signed_in(request, given) if given else None
        request.state.viewer = found
    viewer: Viewer | None = request.state.viewer
    return viewer


async def _signed_in(request: Request, given: str) -> Viewer | None:
    session, pool = hash_of(given), console_of(request).pool
    found: SignedIn | None = await accounts.signed_in(pool, session)
    if found is None:
        return None
    request.state.must_change = found.must_change
    own = Viewer(found.login, found.name, found.office, Role(found.role), session, given)
    return replace(own, sees_all=True) if (await widened(pool, own.scope)).whole else own


class Allowed:
    """The dependency behind a viewer type: these roles and nobody else."""

    def __init__(self, roles: frozenset[Role], *, with_old_password: bool = False) -> None:
        self.roles: Final = roles
        self._with_old_password = with_old_password

    async def __call__(self, request: Request) -> Viewer:
        viewer = await viewer_or_none(request)
        if viewer is None:
            raise NotSignedIn(ended=COOKIE in request.cookies)
        if viewer.role not in self.roles:
            raise NotAllowed
        if request.state.must_change and not self._with_old_password:
            raise PasswordDue
        return viewer


Anybody = Annotated[Viewer, Depends(Allowed(EVERYBODY))]
Newcomer = Annotated[Viewer, Depends(Allowed(EVERYBODY, with_old_password=True))]
"""Also somebody who still has the password that was printed."""
Reader = Annotated[Viewer, Depends(Allowed(READING))]
Acting = Annotated[Viewer, Depends(Allowed(ACTING))]
StandingOffice = Annotated[Viewer, Depends(Allowed(STANDING))]
Watcher = Annotated[Viewer, Depends(Allowed(WATCHING | STANDING))]
Auditor = Annotated[Viewer, Depends(Allowed(AUDITING))]
Operator = Annotated[Viewer, Depends(Allowed(OPERATING))]
Admin = Annotated[Viewer, Depends(Allowed(frozenset({Role.ADMIN})))]
TheConsole = Annotated[Console, Depends(console_of)]
TheLang = Annotated[Lang, Depends(lang_of)]


def new_session_id() -> str:
    """256 random bits for the cookie."""
    return secrets.token_urlsafe(32)


def hash_of(session_id: str) -> str:
    """What the database keeps of a session's id."""
    return hashlib.sha256(session_id.encode()).hexdigest()


def form_token(key: str) -> str:
    """A token for one form; another one each time, so that compression gives nothing away."""
    nonce = secrets.token_hex(8)
    return f"{nonce}.{_sealed(key, nonce)}"


def is_form_token(key: str, given: str) -> bool:
    """Whether the token was made with that key."""
    nonce, _, seal = given.partition(".")
    return hmac.compare_digest(_sealed(key, nonce).encode(), seal.encode())


def _sealed(key: str, nonce: str) -> str:
    return hmac.new(key.encode(), f"form:{nonce}".encode(), hashlib.sha256).hexdigest()
