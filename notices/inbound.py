"""Signed letters from the systems of agencies: verified, taken once, and no more powerful than their agency.

The console's route calls `received` with headers and body as they came and sends the command it gets
through the gateway. What is refused is kept (register.post.inbound).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from register.pool import Db
from register.post.inbound import keep_refused, keys_of, take
from schemas.refusals import Code, Refusal
from schemas.states import Role

__all__ = ["Received", "received"]

_HEADERS: Final = ("webhook-id", "webhook-timestamp", "webhook-signature")
MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Received:
    """A letter that may be carried out: a command as JSON has it, in the name of the agency."""

    command: dict[str, Any]
    repeated: bool
    """The same letter was taken before; sending the command again is safe, since its id is the same."""


async def received(db: Db, office: str, headers: Mapping[str, str], body: bytes) -> Received:
    """The command in a letter; raises Refusal (NoRight, Malformed, Conflict), and keeps what it refuses.

    The window of Standard Webhooks (5 minutes) and the id taken once stand against replays.
    """
    given = {name.lower(): value for name, value in headers.items()}
    own = given.get("webhook-id", "")
    text = body[:MOST_BYTES].decode("utf-8", "replace")
    try:
        if len(body) > MOST_BYTES:
            raise Refusal(Code.MALFORMED, "letter_too_large", most=MOST_BYTES)
        _verify(await keys_of(db, office), given, body)
        command = _command_in(text, office)
        taken = await take(db, office, own, text)
        if taken is None:
            raise Refusal(Code.CONFLICT, "id_used", command_id=own)
    except Refusal as refusal:
        await keep_refused(db, office, own, refusal.reason, text)
        raise
    if not taken:
        await keep_refused(db, office, own, "repeated", text)
    return Received(command, repeated=not taken)


def _verify(keys: tuple[str, ...], headers: Mapping[str, str], body: bytes) -> None:
    signed = {name: headers[name] for name in _HEADERS if name in headers}
    for key in keys:
        try:
            Webhook(key).verify(body, signed, json_parse=False)
        except (WebhookVerificationError, ValueError):
            continue
        return
    raise Refusal(Code.NO_RIGHT, "letter_not_signed")


def _command_in(text: str, office: str) -> dict[str, Any]:
    """In the name of the agency whose key signed it, as its focal point; another name is refused, not corrected."""
    try:
        said = json.loads(text)
    except ValueError:
        raise Refusal(Code.MALFORMED, "not_json") from None
    if not isinstance(said, dict) or not isinstance(said.get("command"), str):
        raise Refusal(Code.MALFORMED, "not_an_object")
    actor = said.get("actor") or {}
    if not isinstance(actor, dict):
        raise Refusal(Code.MALFORMED, "not_an_object")
    claimed = (actor.get("office", office), actor.get("role", Role.FOCAL_POINT.value))
    if claimed != (office, Role.FOCAL_POINT.value):
        raise Refusal(Code.NO_RIGHT, "letter_for_another", office=office)
    own = {"office": office, "role": Role.FOCAL_POINT.value, "person": actor.get("person")}
    return said | {"actor": own}
