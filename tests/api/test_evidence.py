"""Evidence over HTTP: stored under its hash, named by commands, given back only to whoever may see the assignment."""

import hashlib

import pytest

from evidence.store import MOST_BYTES
from tests.api.world import World

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n"


async def _stored(world: World, name: str, content: bytes) -> dict[str, object]:
    answer = await world.post("/evidence", "lead", files={"file": (name, content)})
    assert 201 == answer.status_code, answer.text
    stored: dict[str, object] = answer.json()
    return stored


async def test_a_file_comes_back_to_those_who_may_see_it(world: World) -> None:
    """Byte for byte, as a download that no browser opens as a page; to others it is not there."""
    case, content = await world.issues(), PDF + b"%minh chung\n" * 200_000
    file = await _stored(world, "Báo cáo số 1.pdf", content)
    path = f"{world.path(case)}/evidence/{file['sha256']}"
    before = await world.get(path, "lead")
    await case.lead("acknowledge")
    await case.lead("submit_evidence", files=[file])

    mine, examiners = await world.get(path, "lead"), await world.get(path, "examiner")
    others = [await world.get(path, one) for one in ("other", "stranger", "other.officer")]

    assert hashlib.sha256(content).hexdigest() == file["sha256"]
    assert (404, 200, content) == (before.status_code, mine.status_code, mine.content)
    assert content == examiners.content
    assert [404] * 3 == [one.status_code for one in others]
    assert "application/octet-stream" == mine.headers["content-type"]
    assert mine.headers["content-disposition"].startswith("attachment; filename*=UTF-8''B%C3%A1o")
    assert "sandbox" in mine.headers["content-security-policy"]
    assert "nosniff" == mine.headers["x-content-type-options"]


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/passwd",
        "..\\..\\windows\\system32\\x.pdf",
        "/etc/passwd",
        "a\r\nSet-Cookie: x=1.pdf",
        "a\x00.pdf",
        "..",
        ".",
        "<script>alert(1)</script>.pdf",
        "=cmd|'/c calc'!A1.csv",
        "x" * 1000 + ".pdf",
        "ổ" * 300,
        "CON",
        'a;b"c.pdf',
        "\u202egpj.exe",
    ],
)
async def test_names_lead_nowhere(world: World, name: str) -> None:
    """Whatever a file is called: refused by name, or kept under its hash with a name that is inert."""
    content = PDF + name.encode()[:100]
    answer = await world.post("/evidence", "lead", files={"file": (name, content)})

    if answer.status_code == 201:
        kept = answer.json()["name"]
        assert hashlib.sha256(content).hexdigest() == answer.json()["sha256"]
        assert kept not in {"", ".", ".."}
        assert not set(kept) & set("/\\\r\n\x00\u202e")
    else:
        assert (422, "Malformed") == (answer.status_code, answer.json()["code"])
        assert answer.json()["reason"].startswith("evidence_")


async def test_a_name_in_a_command_ends_no_header(world: World) -> None:
    """Also where the reference was not made here: the name and type that come back are quoted or left out."""
    case = await world.issues()
    file = await _stored(world, "x.pdf", PDF + b"%y")
    name = 'x"\r\nSet-Cookie: a=b\r\n\r\n<script>'
    await case.lead("acknowledge")
    said = {"document_no": "1", "document_date": "2023-07-12"}
    files = [file | {"name": name, "type": "text/html\r\nX-Evil: 1"}]
    sent = await world.post(
        f"{world.path(case)}/submit_evidence", "lead", json=said | {"files": files}
    )
    assert 200 == sent.status_code, sent.text

    answer = await world.get(f"{world.path(case)}/evidence/{file['sha256']}", "lead")

    assert 200 == answer.status_code
    assert {"set-cookie", "x-evil"}.isdisjoint(answer.headers)
    assert "application/octet-stream" == answer.headers["content-type"]


@pytest.mark.parametrize("content", [b"MZ exe", b"<html>", b"a,b\n1,2", b"PK\x03\x04"])
async def test_what_is_no_document_is_refused(world: World, content: bytes) -> None:
    """By its content, whatever it is called."""
    answer = await world.post("/evidence", "lead", files={"file": ("a.pdf", content)})

    assert (422, "Malformed") == (answer.status_code, answer.json()["code"])
    assert "a.pdf" in answer.json()["detail"]


@pytest.mark.parametrize("size", [0, MOST_BYTES + 1])
async def test_what_evidence_may_not_be_is_refused(world: World, size: int) -> None:
    """Empty or too large: the sentence of the store, and nothing is kept."""
    content = b"z" * size
    answer = await world.post("/evidence", "lead", files={"file": ("a.pdf", content)})

    assert (422, "evidence_size") == (answer.status_code, answer.json()["reason"])
    with pytest.raises(FileNotFoundError):
        await world.engine.parts.store.read(hashlib.sha256(content).hexdigest())


async def test_far_too_much_is_not_read_to_its_end(world: World) -> None:
    """413, also when the length was not announced."""

    async def endless() -> object:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(64):
            yield b"x" * 1_048_576

    said = {"content-type": "multipart/form-data; boundary=b"}
    answer = await world.post("/evidence", "lead", content=endless(), headers=said)

    assert (413, "TooLarge") == (answer.status_code, answer.json()["code"])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b\r\n",
        b"nothing",
        b"--b\r\nContent-Disposition: form-data; name=file\r\n\r\nx\r\n--b--",
    ],
)
async def test_what_is_no_form_is_said_so(world: World, body: bytes) -> None:
    """Never a fault of ours."""
    said = {"content-type": "multipart/form-data; boundary=b"}
    answer = await world.post("/evidence", "lead", content=body, headers=said)

    assert answer.status_code in {400, 422}
    assert answer.json()["code"] in {"Unreadable", "Malformed"}


async def test_a_file_that_was_never_stored_cannot_be_named(world: World) -> None:
    """The commit checks it; the API says which code."""
    case = await world.issues()
    await case.lead("acknowledge")
    file = {"sha256": "b" * 64, "size": 3, "name": "a.pdf", "type": "application/pdf"}
    said = {"files": [file], "document_no": "1", "document_date": "2023-07-12"}

    answer = await world.post(f"{world.path(case)}/submit_evidence", "lead", json=said)

    assert (422, "MissingDocument") == (answer.status_code, answer.json()["code"])
