"""What goes wrong is told as RFC 9457 says, in the caller's language, and no input is a fault of ours."""

import json

import pytest

from console.api.problems import KINDS
from schemas.refusals import Code
from tests.api.world import World
from tests.builders import DECISION

STATUSES = {
    "WrongState": 409,
    "NoRight": 403,
    "Conflict": 409,
    "UnknownTarget": 404,
    "OtherPacket": 409,
    "Malformed": 422,
    "MissingDocument": 422,
    "Fault": 500,
    "Unreachable": 503,
}


def test_every_code_has_its_status() -> None:
    """One table; the codes are those of every other way in."""
    assert set(Code) | {"Unreachable"} == set(STATUSES)
    assert STATUSES == {code: KINDS[code].status for code in STATUSES}
    assert all(kind.title.vi and kind.title.en for kind in KINDS.values())


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        (None, "vi"),
        ("", "vi"),
        ("en", "en"),
        ("en-GB,vi;q=0.5", "en"),
        ("en;q=0.3, vi;q=0.9", "vi"),
        ("fr, en;q=0.1", "en"),
        ("fr", "vi"),
        ("en;q=x, vi", "vi"),
    ],
)
async def test_problems_speak_both_languages(world: World, asked: str | None, lang: str) -> None:
    """Vietnamese, unless the caller prefers English."""
    headers = {} if asked is None else {"accept-language": asked}
    answer = await world.get("/conclusions/khong-co", headers=headers)
    problem = answer.json()

    assert (404, lang) == (answer.status_code, answer.headers["content-language"])
    assert {"vi": "Không tìm thấy", "en": "Not found"}[lang] == problem["title"]
    assert "kl/khong-co" in problem["detail"]
    assert {"type", "title", "status", "detail", "code", "remedy", "trace_id"} <= set(problem)
    assert problem["trace_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/khong-co", 404),
        ("GET", "/", 404),
        ("DELETE", "/assignments", 405),
        ("PUT", "/conclusions/cua-vpcp", 405),
        ("GET", "/conclusions/%2e%2e%2f%2e%2e%2fetc", 404),
        ("GET", "/conclusions/cua-vpcp/", 404),
        ("GET", "/conclusions/Có", 422),
        ("GET", "/conclusions/cua-vpcp%0a", 404),
        ("GET", "/conclusions/cua-vpcp/directives/0", 422),
        ("GET", "/conclusions/cua-vpcp/directives/99999999999999999999", 422),
        ("GET", "/conclusions/cua-vpcp/directives/1/assignments/G18'--", 422),
    ],
)
async def test_addresses_that_are_none(world: World, method: str, path: str, status: int) -> None:
    """A problem document, wherever one ends up."""
    answer = await world.call(method, path)

    assert status == answer.status_code
    assert "application/problem+json" == answer.headers["content-type"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "\x00"),
        ("text", "%_\\' OR 1=1 --"),
        ("text", "ắ" * 150),
        ("as_of", "9999-12-31"),
        ("as_of", "0001-01-01"),
        ("as_of", "2023-02-30"),
        ("session", "99999999999999"),
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "1e3"),
        ("due_before", "0001-01-01"),
        ("due_after", "9999-12-31"),
        ("conclusion", "kl/../x"),
        ("agency", "G18' OR '1'='1"),
        ("programme", "{a,b}"),
    ],
)
@pytest.mark.parametrize("by", ["supervisor", "lead"])
async def test_odd_filters_are_answered(world: World, name: str, value: str, by: str) -> None:
    """Read as what they are, or refused; never a fault, never more than one may see."""
    answer = await world.get("/assignments", by, params={name: value})

    assert answer.status_code in {200, 422}, answer.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"x"', 422),
        (b"\xff\xfe", 400),
        (b'{"text": "\\u0000"}', 422),
        (b'{"text": "\\ud800"}', 400),
        (b'{"\\udfff": 1}', 400),
        (b'{"text": NaN}', 400),
        (b'{"expected_seq": 1e999, "text": "x"}', 400),
        (b'{"expected_seq": ' + b"9" * 5000 + b"}", 400),
        (b'{"expected_seq": 99999999999999999999, "text": "x"}', 422),
        (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, 400),
        (b'{"text": "x", "actor": {"office": "G22", "role": "admin"}}', 422),
        (b'{"text": "x", "command_id": "x", "target": "y"}', 422),
    ],
)
async def test_odd_bodies_are_refused(world: World, body: bytes, status: int) -> None:
    """With the field where there is one; nothing reaches the engine."""
    answer = await world.post(
        f"{world.path(world.case)}/note",
        "supervisor",
        content=body,
        headers={"content-type": "application/json"},
    )

    assert status == answer.status_code, answer.text


async def test_no_number_that_is_none_reaches_the_register(world: World) -> None:
    """A text may stand for a number, and "Infinity" is such a text."""
    case = await world.issues(
        a_with_indicator := {
            "n": 1,
            "text": "Đạt chỉ tiêu",
            "assignees": ["G18"],
            "indicators": [{"name": "Tỷ lệ", "unit": "%", "target": 80, "by": "2023-10-31"}],
        }
    )
    await case.lead("acknowledge")
    said = {"period": "2023-07", "results": "x", "progress": 1}
    for value in ("NaN", "Infinity", "-inf"):
        report = said | {"indicators": [{"name": "Tỷ lệ", "value": value, "on": "2023-07-12"}]}
        answer = await world.post(f"{world.path(case)}/submit_report", "lead", json=report)
        assert 422 == answer.status_code, answer.text
    assert a_with_indicator["n"] == 1


async def test_far_days_are_no_fault(world: World) -> None:
    """A conclusion of the last day of the calendar has no deadlines that can be counted."""
    said = {
        "ref": "ngay-cuoi",
        "issued_on": "9999-12-31",
        "title": "x",
        "standing_office": "G22",
        "directives": [
            {
                "n": 1,
                "text": "x",
                "assignees": ["G18"],
                "deadline": {"precision": "day", "due_on": "9999-12-31"},
            }
        ],
    }
    for path in ("/conclusions/rehearse", "/conclusions/preview", "/conclusions"):
        answer = await world.post(path, json=said)
        assert (422, "day_too_far") == (answer.status_code, answer.json()["reason"])
    for name, fields in (
        ("request_extension", {"new_due_on": "9999-12-31", "reason": "x"}),
        ("amend", {"changes": {"due_on": "9999-12-31"}, "decision": DECISION}),
    ):
        by = "lead" if name == "request_extension" else "officer"
        answer = await world.post(f"{world.path(world.case)}/{name}", by, json=fields)
        assert (422, "day_too_far") == (answer.status_code, answer.json()["reason"])
    assert 404 == (await world.get("/conclusions/ngay-cuoi")).status_code


async def test_headers_are_not_answered_back(world: World) -> None:
    """What a caller says never becomes a header of the answer."""
    answer = await world.get(
        "/assignments",
        headers={
            "accept-language": "en\tX-Evil: 1",
            "idempotency-key": "x\tSet-Cookie: 1",
            "x-request-id": "forged",
        },
    )

    assert {"x-evil", "set-cookie"}.isdisjoint(answer.headers)
    assert "forged" != answer.headers["x-request-id"]


async def test_too_much_is_413(world: World) -> None:
    """Eight megabytes of JSON are enough."""
    body = json.dumps({"text": "x" * 9_000_000}).encode()
    answer = await world.post(
        f"{world.path(world.case)}/note",
        "supervisor",
        content=body,
        headers={"content-type": "application/json"},
    )

    assert (413, "TooLarge") == (answer.status_code, answer.json()["code"])


async def test_other_origins_are_let_in_by_nobody(world: World) -> None:
    """No CORS header, so scripts of other sites read nothing."""
    answer = await world.get("/assignments", headers={"origin": "https://example.org"})

    assert [] == [name for name in answer.headers if name.startswith("access-control")]
    assert "no-store" == answer.headers["cache-control"]
