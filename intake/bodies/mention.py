"""One name in the text and what is known of it."""

from dataclasses import dataclass
from enum import StrEnum


class NameKind(StrEnum):
    """How a name was recognised, from the surest to the least sure."""

    BODY = "body"
    PATTERN = "pattern"
    GROUP = "group"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mention:
    """A body or group as it stands between two positions of the text."""

    name: str
    start: int
    end: int
    kind: NameKind
    code: str | None = None
    is_sure: bool = True
    is_person: bool = False
