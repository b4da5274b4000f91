"""Letters from the systems of agencies: signed, taken once, and no more powerful than their agency."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from notices.inbound import received
from register.post.addresses import new_secret
from register.post.inbound import inbound_refused, set_key
from schemas.refusals import Refusal
from tests.builders import LEAD, OFFICE, OTHER
from tests.register.builders import Pool


def a_letter(**said: Any) -> bytes:
    ordinary = {
        "command": "acknowledge",
        "command_id": "5f0c2a3e-8d1b-4c6f-9a57-2b7d1e4f6a80",
        "target": "kl/vi-du/1@G18",
    }
    return json.dumps(ordinary | said, ensure_ascii=False).encode()


def headers(
    secret: str, body: bytes, *, own: str = "thu-1", age: timedelta = timedelta()
) -> dict[str, str]:
    at = datetime.now(UTC) - age
    return {
        "Webhook-Id": own,
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": Webhook(secret).sign(own, at, body.decode()),
    }


@pytest.fixture
async def secret(pool: Pool) -> str:
    secret = new_secret()
    await set_key(pool, LEAD, secret, by="test")
    return secret


async def refused(pool: Pool, office: str, said: dict[str, str], body: bytes) -> str:
    """The reason; what was refused is kept."""
    before = len(await inbound_refused(pool))
    with pytest.raises(Refusal) as refusal:
        await received(pool, office, said, body)
    kept = await inbound_refused(pool)
    assert len(kept) == before + 1
    assert kept[0]["outcome"] == refusal.value.reason
    return refusal.value.reason


async def test_a_signed_letter_is_a_command_of_its_agency(pool: Pool, secret: str) -> None:
    """The agency is that of the key; the role is the focal point's."""
    body = a_letter(actor={"person": "Hệ thống BYT"})

    letter = await received(pool, LEAD, headers(secret, body), body)

    assert letter.command["actor"] == {
        "office": LEAD,
        "role": "focal_point",
        "person": "Hệ thống BYT",
    }
    assert not letter.repeated
    assert await inbound_refused(pool) == []


async def test_a_letter_that_comes_again_is_known(pool: Pool, secret: str) -> None:
    """The same one is answered again; another one under its id is a conflict."""
    body, other = a_letter(), a_letter(note="khác")
    await received(pool, LEAD, headers(secret, body), body)

    again = await received(pool, LEAD, headers(secret, body), body)

    assert again.repeated
    assert await inbound_refused(pool) == []
    kept = await inbound_refused(pool, with_repeated=True)
    assert [one["outcome"] for one in kept] == ["repeated"]
    assert await refused(pool, LEAD, headers(secret, other), other) == "id_used"


async def test_a_wrong_signature_is_refused_and_kept(pool: Pool, secret: str) -> None:
    """Another key, a changed body, no signature, an agency without a system, one that names another agency."""
    body = a_letter()
    right = headers(secret, body)

    assert await refused(pool, LEAD, headers(new_secret(), body), body) == "letter_not_signed"
    assert await refused(pool, LEAD, right, a_letter(note="sửa")) == "letter_not_signed"
    assert await refused(pool, LEAD, {}, body) == "letter_not_signed"
    assert await refused(pool, OTHER, right, body) == "letter_not_signed"
    assert (
        await refused(pool, LEAD, right | {"Webhook-Signature": "v1,@@@"}, body)
        == "letter_not_signed"
    )


async def test_an_old_letter_is_refused(pool: Pool, secret: str) -> None:
    """Five minutes, as Standard Webhooks says: who recorded it cannot play it back later."""
    body = a_letter()

    old = headers(secret, body, age=timedelta(minutes=6))

    assert await refused(pool, LEAD, old, body) == "letter_not_signed"


@pytest.mark.parametrize(
    "actor",
    [
        {"office": OFFICE, "role": "examiner"},
        {"office": OTHER},
        {"office": LEAD, "role": "operator"},
        {"office": LEAD, "role": "supervisor"},
    ],
)
async def test_a_system_has_the_rights_of_its_agency_and_no_more(
    pool: Pool, secret: str, actor: dict[str, str]
) -> None:
    """It can neither act for another office nor in a higher role."""
    body = a_letter(actor=actor)

    assert await refused(pool, LEAD, headers(secret, body), body) == "letter_for_another"


async def test_the_old_key_holds_for_another_day(pool: Pool, secret: str) -> None:
    """So that a system can change over."""
    await set_key(pool, LEAD, new_secret(), by="test")
    body = a_letter()

    assert not (await received(pool, LEAD, headers(secret, body), body)).repeated


@pytest.mark.parametrize("body", [b"khong phai json", b"[]", b'{"command": 1}'])
async def test_what_is_no_command_is_refused(pool: Pool, secret: str, body: bytes) -> None:
    """With its reason, though its signature is right."""
    assert await refused(pool, LEAD, headers(secret, body), body) in {"not_json", "not_an_object"}
