"""What the case answers a command: one assignment reached, or many, and which were left out (interfaces, "Commands").

Made by `policy`, carried back by the update as plain JSON.
"""

import datetime as dt

from schemas.base import Carried


class Answer(Carried):
    """What a command answers about one assignment, after the register holds it."""

    command_id: str
    id: str
    seq: int
    state: str
    declared: str
    verified: str
    schedule: str
    due_on: dt.date | None
    next_wake_at: dt.datetime | None
    repeated: bool


class Skipped(Carried):
    """An assignment of the directive or conclusion that the command could not reach, with the refusal's code."""

    id: str
    code: str


class GroupAnswer(Carried):
    """What a command to a whole directive or conclusion answers."""

    command_id: str
    id: str
    affected: tuple[Answer, ...]
    skipped: tuple[Skipped, ...]
    repeated: bool
