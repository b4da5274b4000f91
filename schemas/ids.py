"""Ids of conclusions, directives and assignments: the same in the CLI, in JSON, in exports and in Temporal."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha1
from uuid import NAMESPACE_URL, UUID, uuid5

REF_PATTERN = r"^[a-z0-9-]{1,60}$"
CODE_PATTERN = r"^[A-Z][0-9]{2}(\.[A-Z0-9]{2,3}){0,8}$"
_CODE = re.compile(CODE_PATTERN)
_ID = re.compile(
    r"^kl/([a-z0-9-]{1,60})(?:/([1-9][0-9]{0,3})(?:@([A-Z][0-9]{2}(?:\.[A-Z0-9]{2,3}){0,8}))?)?$"
)


class Kind(StrEnum):
    """What an id names."""

    CONCLUSION = "conclusion"
    DIRECTIVE = "directive"
    ASSIGNMENT = "assignment"


@dataclass(frozen=True, slots=True)
class Target:
    """A parsed id: `kl/<ref>`, `kl/<ref>/<n>` or `kl/<ref>/<n>@<agency code>`."""

    ref: str
    n: int | None = None
    agency: str | None = None

    @property
    def kind(self) -> Kind:
        if self.agency is not None:
            return Kind.ASSIGNMENT
        return Kind.CONCLUSION if self.n is None else Kind.DIRECTIVE

    @property
    def id(self) -> str:
        """The id as people write it."""
        directive = f"kl/{self.ref}" if self.n is None else f"kl/{self.ref}/{self.n}"
        return directive if self.agency is None else f"{directive}@{self.agency}"

    def covers(self, assignment_id: str) -> bool:
        """Whether the assignment is this one or belongs to this directive or conclusion."""
        own = self.id
        if self.kind is Kind.ASSIGNMENT:
            return assignment_id == own
        return assignment_id.startswith(f"{own}@" if self.kind is Kind.DIRECTIVE else f"{own}/")


def parsed(text: str) -> Target | None:
    """The target an id names, or None when it is no id."""
    match = _ID.match(text)
    if match is None:
        return None
    ref, n, agency = match.groups()
    return Target(ref, int(n) if n else None, agency)


def codes_among(addressees: Iterable[str]) -> tuple[str, ...]:
    """The plain agency codes among printed addressees, each once; groups and names stay words."""
    return tuple(dict.fromkeys(one for one in addressees if _CODE.match(one)))


def assignment_id(ref: str, n: int, agency: str) -> str:
    """The id of one agency's part of a directive; it keeps the code it was issued to for ever."""
    return f"kl/{ref}/{n}@{agency}"


def packet_id(ref: str, packet: int) -> str:
    """The workflow id, and the stream of the event log, of one packet of a conclusion."""
    return f"kl/{ref}" if packet == 1 else f"kl/{ref}~{packet}"


def part_of_command(command_id: str, packet: int) -> str:
    """The id under which a command to a whole directive or conclusion reaches one packet (design §2)."""
    return str(uuid5(UUID(command_id), f"packet:{packet}"))


def notice_id(stream: str, seq: int, channel: str, recipient: str) -> str:
    """The id of one notice: the same however often the event is folded."""
    # uuid5 by hand, at a third of its cost: a burst makes one for every assignment.
    name = f"dondoc:{stream}#{seq}:{channel}:{recipient}".encode()
    half = bytearray(sha1(NAMESPACE_URL.bytes + name, usedforsecurity=False).digest()[:16])
    half[6] = half[6] & 0x0F | 0x50
    half[8] = half[8] & 0x3F | 0x80
    one = half.hex()
    return f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}"
