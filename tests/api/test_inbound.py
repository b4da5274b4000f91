"""Signed letters over HTTP: one command in each, in the name of the agency whose key signs, carried out once."""

import json
from datetime import UTC, datetime
from typing import Any

from standardwebhooks.webhooks import Webhook

from register.post.addresses import new_secret
from register.post.inbound import inbound_refused, set_key
from tests.api.world import World
from tests.builders import LEAD


async def _sent(world: World, secret: str, own: str, system: str = LEAD, **said: Any) -> Any:
    body, at = json.dumps(said, ensure_ascii=False).encode(), datetime.now(UTC)
    headers = {
        "webhook-id": own,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(own, at, body.decode()),
        "content-type": "application/json",
    }
    return await world.post(f"/inbound/{system}", None, content=body, headers=headers)


async def test_a_signed_letter_is_carried_out_once(world: World) -> None:
    """The same letter again answers the same, repeated; one event in the log, in the agency's name."""
    case, secret = await world.issues(), new_secret()
    await set_key(world.engine.pool, LEAD, secret, by="tests")

    first = await _sent(world, secret, "thu-1", command="acknowledge", target=case.id())
    again = await _sent(world, secret, "thu-1", command="acknowledge", target=case.id())

    assert (200, "acknowledged") == (first.status_code, first.json()["state"]), first.text
    assert first.json() | {"repeated": True} == again.json()
    (event,) = (one for one in await case.events() if one["type"] == "Acknowledged")
    assert (LEAD, "focal_point") == (event["actor"]["office"], event["actor"]["role"])


async def test_a_letter_does_no_more_than_its_agency(world: World) -> None:
    """Unsigned, of another's key, about another's work, or no command: refused, and what was not signed is kept."""
    case, secret = await world.issues(), new_secret()
    await set_key(world.engine.pool, LEAD, secret, by="tests")
    said = {"command": "acknowledge", "target": case.id()}

    unsigned = await world.post(f"/inbound/{LEAD}", None, json=said)
    forged = await _sent(world, new_secret(), "thu-2", **said)
    other = await _sent(world, secret, "thu-3", system="G12", **said)
    theirs = await _sent(world, secret, "thu-4", command="acknowledge", target="kl/cua-vpcp/2@G12")
    office = await _sent(world, secret, "thu-5", command="remind", target=case.id())
    nothing = await _sent(world, secret, "thu-6", command="dance", target=case.id())
    halved = await _sent(world, secret, "thu-7", command="submit_report", target=case.id())

    answers = (unsigned, forged, other, theirs, office, nothing, halved)
    assert [403, 403, 403, 404, 403, 422, 422] == [one.status_code for one in answers]
    assert "letter_not_signed" in {
        one["outcome"] for one in await inbound_refused(world.engine.pool)
    }
    assert "Acknowledged" not in {one["type"] for one in await case.events()}
