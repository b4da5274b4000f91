"""Leaving and coming: an export read into an empty register gives the identical register, or nothing."""

import hashlib
import json
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from pydantic import TypeAdapter

from register import reads
from register.exchange.exporting import export
from register.exchange.importing import _EVENT, import_from
from register.exchange.lines import LINES
from register.exchange.manifest import Manifest
from register.pool import open_pool
from register.rebuild import rebuild
from register.verify import verify
from schemas.refusals import MalformedInput, Refusal
from tests.builders import at
from tests.register.builders import Book, Pool, a_large_conclusion, a_varied_conclusion
from tests.register.conftest import a_database

DAY = date(2024, 1, 20)
ORIGINAL = b"%PDF-1.7\n" + bytes(range(256)) * 40
TABLES = {
    "conclusion": "ref",
    "stream": "id",
    "event": "stream, seq",
    "command": "id",
    "directive": "id",
    "assignment": "id",
    "standing": "assignment, from_day",
    "counter": "dimension, key",
    "lateness": "dimension, days, from_day, key",
    "outbox": "id",
    "delivery": "notice, channel",
    "setting": "key",
    "intake_certificate": "ref",
    "intake_draft": "id",
    "intake_document": "sha256",
    "notice_read": "notice",
    "list_view": "login, name",
    "message": "id",
    "dispatch": "message, channel",
    "inbound_letter": "id",
    "signature_check": "sha256",
    "access_log": "id",
    "api_token": "id",
    "office_address": "office, channel",
    "inbound_key": "office",
}
WITHOUT_SECRETS = {
    "event": ", ".join(_EVENT),  # tx numbers the transactions of one database
    "api_token": "id, login, name, scopes, created_at, created_by, ends_at, revoked_at, last_used_at",
    "office_address": "office, channel, address, may_be_private, set_at, set_by",
    "inbound_key": "office, set_at, set_by",
}
"""What leaves of the tables that do not leave whole."""
STAYS = {
    "account": "compared apart, without what opens it",
    "session": "a browser signs in anew",
    "draft": "holds nothing since reviews are kept in intake_draft",
    "migration": "what this program's register looks like",
    "intake_page": "drawn and read anew from the original",
    "intake_job": "a reading under way ends where it runs",
}


@pytest.fixture(scope="module")
async def full(shared: Pool) -> Pool:
    """Several packets, random acts with odd characters, notices that were sent."""
    book = Book(shared)
    await book.issues(a_varied_conclusion("kl-0"))
    await book.issues(a_large_conclusion("kl-1"))
    await book.lives(Random(3), days=120, acts=150)
    await shared.execute(
        "UPDATE delivery SET state = 'sent', attempts = 1, done_at = now() "
        "WHERE notice IN (SELECT notice FROM delivery ORDER BY notice LIMIT 40)"
    )
    await shared.execute(
        "INSERT INTO account (login, name, office, role, password_hash, created_by) "
        "VALUES ('an', 'Nguyễn Văn An', 'G18', 'focal_point', '$argon2id$bi-mat', 'quan-tri')"
    )
    await shared.execute(
        "INSERT INTO api_token (id, token_hash, login, name, scopes, created_by, ends_at) "
        "VALUES ('tk1', 'bi-mat-the', 'an', 'Phần mềm của Bộ', '{read,act}', 'quan-tri', now() + interval '1 year')"
    )
    await _fill_the_rest(shared)
    await shared.execute(
        "INSERT INTO intake_certificate VALUES ('kl-0', 'ab', '{ \"b\":1, \"a\": 2 }', 'Văn bản', 'G22', 'A', now())"
    )
    return shared


async def _fill_the_rest(pool: Pool) -> None:
    """What does not follow from the log: addresses, messages on their way, letters, drafts, sign-ins."""
    for said in (
        "INSERT INTO office_address (office, channel, address, secret, set_at, set_by) VALUES "
        "('G18', 'email', 'vp@moh.vi-du', NULL, now(), 'os:x'), ('G18', 'webhook', 'https://moh.vi-du/', 'whsec_bi-mat', now(), 'os:x')",
        "INSERT INTO inbound_key (office, secret, set_at, set_by) VALUES ('G18', 'whsec_bi-mat-2', now(), 'os:x')",
        "INSERT INTO message SELECT gen_random_uuid(), 'G18', 'digest', now(), day, '[{\"id\": \"kl/kl-0/1@G18\"}]', now(), now() "
        "FROM (VALUES ('2024-01-19'::date), ('2024-01-18')) AS d (day)",
        "INSERT INTO message (id, office, kind, moment, made_at, not_before) VALUES (gen_random_uuid(), 'G18', 'notices', now(), now(), now())",
        "INSERT INTO dispatch (message, channel, office, state, attempts, next_try_at, since, done_at, receipt) "
        "SELECT id, 'email', office, 'sent', 2, now(), now(), now(), '250 ok' FROM message WHERE kind = 'digest'",
        "INSERT INTO dispatch (message, channel, office, attempts, next_try_at, since, last_error) "
        "SELECT id, 'webhook', office, 1, now(), now(), 'không trả lời' FROM message",
        "UPDATE delivery SET message = (SELECT id FROM message WHERE kind = 'notices') WHERE notice IN (SELECT notice FROM delivery ORDER BY notice LIMIT 3)",
        "INSERT INTO inbound_letter (office, webhook_id, received_at, outcome, digest, body) VALUES "
        "('G18', 'w1', now(), 'taken', 'ab', NULL), ('G18', 'w2', now(), 'bad_signature', 'cd', 'thư'' lạ')",
        "INSERT INTO signature_check VALUES ('ab', 'G18', '{\"signed\": false}', now())",
        "INSERT INTO access_log (act, login, address, subject, said) VALUES ('signed_in', 'an', '10.0.0.1', '', '{\"a\": 1}'), ('sign_in_refused', 'la', '10.0.0.2', '', '{}')",
        "INSERT INTO intake_draft VALUES ('abcdefabcdef', 'abcdef', 7, 'tb.pdf', '294/TB-VPCP', NULL, '{\"text\": \"Giao Bộ Y tế\", \"marks\": [1.50]}', 'A', now(), 'B', now())",
        "INSERT INTO notice_read SELECT id, office, now(), 'an' FROM outbox ORDER BY id LIMIT 5",
        "INSERT INTO list_view VALUES ('an', '', 'cot=han', NULL, now()), ('an', 'Quá hạn', 'nhom=qua-han', 'G18', now())",
    ):
        await pool.execute(said)
    for name, content, places in (("tb.pdf", ORIGINAL, '[{"page": 1}]'), ("tb.txt", b"Giao", None)):
        await pool.execute(
            "INSERT INTO intake_document (sha256, name, content, places, taken_by) VALUES ($1, $2, $3, $4::text::json, 'A')",
            *(hashlib.sha256(content).hexdigest(), name, content, places),
        )


@pytest.fixture(scope="module")
async def exported(full: Pool, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    """The folder of its export."""
    folder = tmp_path_factory.mktemp("export") / "so"
    return folder, await export(full, folder, at(DAY))


async def _rows(pool: Pool, table: str) -> list[str]:
    columns = WITHOUT_SECRETS.get(table, "*")
    # Counters at zero say as much as none.
    where = {
        "lateness": "WHERE n <> 0",
        "counter": "WHERE done_on_time + done_late + open_in_time + no_deadline + suspended + withdrawn > 0",
    }.get(table, "")
    inner = f"SELECT {columns} FROM {table} {where} ORDER BY {TABLES[table]}"  # noqa: S608 - written above
    return [row["said"] for row in await pool.fetch(f"SELECT (t.*)::text AS said FROM ({inner}) t")]  # noqa: S608


async def test_import_into_an_empty_register_gives_the_identical_register(
    full: Pool, exported: tuple[Path, Manifest], pool: Pool
) -> None:
    """Every table, row for row: conclusions, log, read model, counters, what was sent and came, drafts, addresses, sign-ins."""
    folder, manifest = exported

    imported = await import_from(pool, folder)

    assert manifest.digest == imported.digest
    for table in TABLES:
        assert await _rows(full, table) == await _rows(pool, table), table
    assert (await verify(pool)).ok
    assert (await rebuild(pool)).ok
    for by in reads.DIMENSIONS:
        assert await reads.stats(full, by, DAY) == await reads.stats(pool, by, DAY)
    for stream in await reads.streams(full):
        assert await reads.case_of(full, stream) == await reads.case_of(pool, stream)


async def test_export_of_an_import_is_the_same_export(
    exported: tuple[Path, Manifest], pool: Pool, tmp_path: Path
) -> None:
    """Byte for byte, file for file."""
    folder, manifest = exported
    await import_from(pool, folder)

    again = await export(pool, tmp_path / "lai", at(DAY))

    assert manifest == again


async def test_manifest_tells_hash_size_and_lines_of_every_file(
    full: Pool, exported: tuple[Path, Manifest]
) -> None:
    """Whoever receives the folder can check it without this program."""
    folder, manifest = exported
    names = {one.name for one in folder.iterdir()}

    assert names == {one.name for one in manifest.files} | {"manifest.json"}
    for file in manifest.files:
        content = (folder / file.name).read_bytes()
        assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    events = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert manifest.events == len(events) == await full.fetchval("SELECT count(*) FROM event")


async def test_events_are_exported_as_they_are_hashed(exported: tuple[Path, Manifest]) -> None:
    """The twelve fields and the hash: docs/event-log.md is enough to check a file of them."""
    folder, _ = exported
    for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()[:500]:
        event = json.loads(line)
        said = {name: value for name, value in event.items() if name != "hash"}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert event["hash"] == hashlib.sha256(text.encode()).hexdigest()


async def test_every_line_is_of_the_form_that_the_schema_says(
    exported: tuple[Path, Manifest],
) -> None:
    """The schema beside the files is that of the models, and every line of every file keeps to it."""
    folder, _ = exported
    told = json.loads((folder / "schema.json").read_text(encoding="utf-8"))

    assert {name: TypeAdapter(model).json_schema() for name, model in LINES.items()} == told
    for name, model in LINES.items():
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            said = json.loads(line)
            model.model_validate(said)
            assert said.keys() <= told[name]["properties"].keys()


async def test_accounts_come_without_what_opens_them(
    exported: tuple[Path, Manifest], pool: Pool
) -> None:
    """No hash of a password stands in any file; the account comes, and nobody can sign in with it before it gets a new one."""
    folder, _ = exported
    await import_from(pool, folder)

    assert not [one.name for one in folder.iterdir() if b"argon2" in one.read_bytes()]
    row = await pool.fetchrow("SELECT name, office, role, password_hash, must_change FROM account")
    assert ("Nguyễn Văn An", "G18", "focal_point", "!", True) == tuple(row or ())


async def test_no_secret_leaves_and_none_comes(exported: tuple[Path, Manifest], pool: Pool) -> None:
    """Tokens, webhooks and keys come as entries that open and sign nothing, until somebody gives them new secrets."""
    folder, _ = exported
    await import_from(pool, folder)

    assert not [one.name for one in folder.iterdir() if b"bi-mat" in one.read_bytes()]
    assert "imported:tk1" == await pool.fetchval("SELECT token_hash FROM api_token")
    secrets = [row["secret"] for row in await pool.fetch("SELECT secret FROM office_address UNION ALL SELECT secret FROM inbound_key")]  # fmt: skip
    assert 2 == len({one for one in secrets if one and one.startswith("whsec_")})


async def test_every_table_leaves_or_is_known_to_follow(pool: Pool) -> None:
    """Nothing is forgotten when a table is added: it is compared above, or somebody said why it stays."""
    found = await pool.fetch("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND NOT relispartition")  # fmt: skip

    assert TABLES.keys() | STAYS.keys() == {row["relname"] for row in found}


async def test_export_of_the_first_version_still_comes_in(
    exported: tuple[Path, Manifest], pool: Pool, tmp_path: Path
) -> None:
    """Folders written before tokens, drafts and letters left as well lack those files and are no less whole."""
    folder = _copy(exported[0], tmp_path)
    first = ("settings", "conclusions", "events", "deliveries", "certificates", "accounts")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["version"] = 1
    manifest["files"] = [
        one for one in manifest["files"] if one["name"].removesuffix(".jsonl") in first
    ]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    imported = await import_from(pool, folder)

    assert manifest["digest"] == imported.digest
    assert 0 == await pool.fetchval("SELECT count(*) FROM intake_draft")


async def test_original_that_is_not_what_its_name_says_is_refused(
    exported: tuple[Path, Manifest], pool: Pool, tmp_path: Path
) -> None:
    """Not even with a manifest that was made to fit: the certificate of a conclusion names its document by hash."""
    folder = _copy(exported[0], tmp_path)
    name = f"original-{hashlib.sha256(ORIGINAL).hexdigest()}"
    (folder / name).write_bytes(b"other")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for one in manifest["files"]:
        if one["name"] == name:
            one["sha256"] = hashlib.sha256(b"other").hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    with pytest.raises(MalformedInput, match="export_changed"):
        await import_from(pool, folder)

    assert 0 == await pool.fetchval("SELECT count(*) FROM conclusion")


async def test_changed_file_is_refused_and_nothing_comes_in(
    exported: tuple[Path, Manifest], pool: Pool, tmp_path: Path
) -> None:
    """One character is enough."""
    folder = _copy(exported[0], tmp_path)
    events = folder / "events.jsonl"
    events.write_bytes(events.read_bytes().replace(b"G18", b"G19", 1))

    with pytest.raises(MalformedInput) as refused:
        await import_from(pool, folder)

    assert ("export_changed", "events.jsonl") == (refused.value.reason, refused.value.field)
    assert await pool.fetchval("SELECT count(*) FROM conclusion") == 0


async def test_log_that_was_written_anew_beside_its_manifest_is_refused(
    exported: tuple[Path, Manifest], pool: Pool, tmp_path: Path
) -> None:
    """Whoever changes an event and the manifest still breaks the chain, and the register stays empty."""
    folder = _copy(exported[0], tmp_path)
    events, own = folder / "events.jsonl", folder / "manifest.json"
    events.write_bytes(events.read_bytes().replace(b"G18", b"G19", 1))
    manifest: dict[str, Any] = json.loads(own.read_text(encoding="utf-8"))
    for file in manifest["files"]:
        if file["name"] == "events.jsonl":
            file["sha256"] = hashlib.sha256(events.read_bytes()).hexdigest()
    own.write_text(json.dumps(manifest), encoding="utf-8")

    with pytest.raises(MalformedInput) as refused:
        await import_from(pool, folder)

    assert refused.value.reason == "export_broken"
    assert await pool.fetchval("SELECT count(*) FROM event") == 0


async def test_import_needs_an_empty_register_and_export_an_empty_folder(
    full: Pool, exported: tuple[Path, Manifest]
) -> None:
    """Nothing is ever mixed or written over."""
    folder, _ = exported
    with pytest.raises(Refusal, match="register_not_empty"):
        await import_from(full, folder)
    with pytest.raises(Refusal, match="export_folder_used"):
        await export(full, folder, at(DAY))


async def test_empty_register_leaves_and_comes_as_well(
    pool: Pool, server: str, template: str, tmp_path: Path
) -> None:
    """No conclusion is no mistake."""
    manifest = await export(pool, tmp_path / "trong", at(DAY))

    database = urlsplit(template).path.strip("/")
    other = await open_pool(await a_database(server, like=database))
    try:
        assert (await import_from(other, tmp_path / "trong")).digest == manifest.digest
    finally:
        await other.close()


def _copy(folder: Path, to: Path) -> Path:
    copy = to / "ban-sao"
    copy.mkdir()
    for one in folder.iterdir():
        (copy / one.name).write_bytes(one.read_bytes())
    return copy
