"""How a case speaks to those outside: refusals, undelivered letters, events as they are shown."""

import json
from typing import Any, Final

from temporalio.exceptions import ApplicationError

from schemas.events import Event
from schemas.refusals import Code, Refusal
from schemas.sentences import refusal_text
from schemas.sizes import MOST_BYTES

TOGETHER: Final = "together"
"""The update that carries several commands of one packet: `{"commands": [as letters]}` → `{"answers": […]}`."""


def as_failure(refusal: Refusal, judged_at: int | None = None) -> ApplicationError:
    """A refusal on the wire: its code is the error's type, its reason and words are the details.

    A refusal at the door says after which event it was judged: the register may know more.
    """
    judged = {} if judged_at is None else {"judged_at": judged_at}
    return ApplicationError(
        refusal_text(refusal, "vi"),
        refusal.as_details() | judged,
        type=refusal.code.value,
        non_retryable=True,
    )


def as_text(letter: object) -> str:
    """Whatever was delivered, as text that can be kept: bytes and objects come as what they are, whatever was agreed."""
    if isinstance(letter, bytes):
        return letter.decode(errors="replace")
    text = letter if isinstance(letter, str) else json.dumps(letter, default=str)
    return text.encode(errors="replace").decode()


def refuse_if_too_large(letter: str) -> None:
    """What no command can be is not even read: texts this long belong into files."""
    if (size := len(letter.encode())) > MOST_BYTES:
        said = {"field": "letter", "bytes": size, "most": MOST_BYTES}
        raise Refusal(Code.MALFORMED, "too_large", **said)


def refused_letter(refusal: Refusal, letter: str) -> dict[str, Any]:
    """A delivered command that was refused, as the register keeps it: the letter itself, shortened."""
    return {**refusal.as_details(), "letter": letter[:2_000]}


def as_shown(event: Event) -> dict[str, Any]:
    """An event as `timeline` answers it: like `show --history`, without what only the register knows."""
    written = event.model_dump(mode="json")
    return {
        "stream": event.stream,
        "seq": event.seq,
        "type": event.type.value,
        "target": event.target,
        "at": written["at"],
        "recorded_at": None,
        "actor": written.get("actor"),
        "payload": event.payload,
        "prev_hash": None,
        "hash": None,
    }
