"""Refusals: well-formed requests that the rules do not allow now.

Raised by policy, carried by validators to the caller, translated once at each edge. The code is one
of eight and stays fixed (interfaces); the reason picks the sentence, which labels.py has in both
languages.
"""

from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """The same as `ApplicationError.type` and the API problem's `code`."""

    WRONG_STATE = "WrongState"
    NO_RIGHT = "NoRight"
    CONFLICT = "Conflict"
    UNKNOWN_TARGET = "UnknownTarget"
    OTHER_PACKET = "OtherPacket"
    MALFORMED = "Malformed"
    MISSING_DOCUMENT = "MissingDocument"
    FAULT = "Fault"


class Refusal(Exception):
    """What was asked is understood and not done; nothing has changed."""

    def __init__(self, code: Code, reason: str, **said: Any) -> None:
        super().__init__(code, reason, said)
        self.code = code
        self.reason = reason
        self.said = said

    def as_details(self) -> dict[str, Any]:
        """What travels beside the code, so that the edge can say it in the reader's language."""
        return {"code": self.code.value, "reason": self.reason, "said": self.said}

    @classmethod
    def from_details(cls, details: dict[str, Any]) -> "Refusal":
        """The refusal as policy raised it, on the other side of the wire."""
        return cls(Code(details["code"]), str(details["reason"]), **dict(details.get("said") or {}))


class MalformedInput(Exception):
    """What was given cannot be understood or breaks a rule of form: a file, a form, a command line.

    `line` and `field` say where; nothing has been started or stored.
    """

    def __init__(
        self, reason: str, *, line: int | None = None, field: str | None = None, **said: Any
    ) -> None:
        super().__init__(reason, field, said)
        self.reason = reason
        self.said = said
        self.line = line
        self.field = field


class Unreachable(Exception):
    """A service does not answer: the engine or the database. Whether the act arrives stands in the sentence."""

    def __init__(self, reason: str, **said: Any) -> None:
        super().__init__(reason, said)
        self.reason = reason
        self.said = said
