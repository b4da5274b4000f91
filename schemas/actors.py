"""Who acts: an office, in a role, through a person."""

import datetime as dt

from pydantic import Field

from schemas.base import Carried, Text
from schemas.ids import CODE_PATTERN
from schemas.states import Role


class Actor(Carried):
    """Set by the gateway, never by the person; the office is what rights depend on."""

    office: str = Field(pattern=CODE_PATTERN)
    role: Role
    person: Text | None = Field(default=None, max_length=200)


class Decision(Carried):
    """The document by which the one who set a deadline changed it: number, date, signer."""

    number: Text = Field(min_length=1, max_length=100)
    date: dt.date
    signer: Text = Field(min_length=1, max_length=200)
