"""What Temporal keeps of a case is sealed: read from the server's own file, with the keys and without them."""

import base64
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from bootstrap import worker_of
from gateway.commands import Commands
from gateway.connect import Line, connect
from gateway.keyring import Keyring
from gateway.sealing import converter
from schemas.refusals import MalformedInput, Refusal
from tests.process.engine import Case, Engine, an_engine

CHECKOUT = Path(__file__).parents[2]
NOTE = "Ghi chú mật của Bộ Xây dựng"
REASON = "Lý do riêng xin lùi hạn"
ADDED = "Việc bổ sung không ai được đọc"


def a_key(key_id: str) -> str:
    return f"{key_id}={base64.b64encode(os.urandom(32)).decode()}"


def bytes_of_temporal(folder: Path) -> bytes:
    """Everything the server has written, its log of changes included."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("temporal/temporal.db*")))


async def a_life(engine: Engine) -> Case:
    """Commands with texts, a refusal, a signal, and a run carried over to the next."""
    case = await engine.issues()
    await case.lead("acknowledge", note=NOTE)
    await case.lead("request_extension", reason=REASON, new_due_on="2023-11-30")
    with pytest.raises(Refusal):
        await case.lead("request_extension", reason=REASON, new_due_on="2023-12-30")
    with pytest.raises(Refusal):
        await case.does("note", "G99", "supervisor", target=f"kl/{case.ref}/77@G18", text=ADDED)
    await case.does("checkpoint", "G18", "operator", target=f"kl/{case.ref}")
    await case.snapshot()
    return case


async def test_without_keys_the_words_stand_in_temporals_file(tmp_path: Path) -> None:
    """The reason for sealing, and what the next test would find if nothing were sealed."""
    async with an_engine(tmp_path) as engine:
        case = await a_life(engine)
        written = bytes_of_temporal(tmp_path)

    assert NOTE.encode() in written
    assert REASON.encode() in written
    assert f"kl/{case.ref}".encode() in written


async def test_with_keys_nothing_of_a_case_can_be_read_in_temporals_file(tmp_path: Path) -> None:
    """Notes, reasons, offices, refusals, the state that is carried over, memo: ids alone stay readable."""
    line = Line(keys=Keyring.of_text(a_key("k1")))
    async with an_engine(tmp_path, line=line) as engine:
        case = await a_life(engine)
        written = bytes_of_temporal(tmp_path)
        row = await case.row()

    for words in (NOTE, REASON, ADDED, "focal_point", '"actor"', "extension_open"):
        assert words.encode() not in written, words
    assert b"k1" in written
    assert "acknowledged" == row["state"]


async def test_after_a_change_of_keys_old_cases_go_on_and_new_words_take_the_new_key(
    tmp_path: Path,
) -> None:
    """The key file is replaced while everything runs; a worker that starts later opens both."""
    old, new = a_key("old-key"), a_key("new-key")
    file = tmp_path / "keys"
    file.write_text(old)
    line = Line(keys=Keyring.of_file(file))
    async with an_engine(tmp_path, line=line) as engine:
        case = await engine.issues()
        await case.lead("acknowledge", note=NOTE)
        assert b"new-key" not in bytes_of_temporal(tmp_path)

        file.with_suffix(".next").write_text(f"{new}\n{old}  # until the last old case has ended\n")
        file.with_suffix(".next").replace(file)
        await case.lead("request_extension", reason=REASON, new_due_on="2023-11-30")
        assert b"new-key" in bytes_of_temporal(tmp_path)
        before = await case.snapshot()

        client = await connect(
            address=engine.client.service_client.config.target_host,
            namespace=None,
            identity="later",
            line=Line(keys=Keyring.of_text(f"{new},{old}")),
        )
        history = await client.get_workflow_handle(case.streams[0]).fetch_history()
        opened = await client.data_converter.decode(
            history.events[0].workflow_execution_started_event_attributes.input.payloads, [dict]
        )

    assert before["ref"] == case.ref
    assert case.ref in str(opened)


async def test_a_new_worker_replays_what_was_sealed_with_the_old_key(tmp_path: Path) -> None:
    """Nothing is cached: the whole history is opened by a worker that seals with another key."""
    old, new = a_key("old-key"), a_key("new-key")
    line = Line(keys=Keyring.of_text(old))
    async with an_engine(tmp_path, with_worker=False, line=line) as engine:
        async with worker_of(engine.parts, strict=True):
            case = await engine.issues()
            await case.lead("acknowledge", note=NOTE)
        client = await connect(
            address=engine.client.service_client.config.target_host,
            namespace=None,
            identity="later",
            line=Line(keys=Keyring.of_text(f"{new}\n{old}")),
        )
        parts = replace(engine.parts, client=client)
        async with worker_of(parts, strict=True):
            engine.commands = Commands(parts.pool, client, parts.task_queue)
            answer = await case.lead("request_extension", reason=REASON, new_due_on="2023-11-30")

    assert "acknowledged" == answer["state"]


async def test_a_worker_without_the_key_refuses_and_says_which(tmp_path: Path) -> None:
    """It ends with a sentence and exit code 2 before it polls, and has written nothing in the clear."""
    line = Line(keys=Keyring.of_text(a_key("khoa-2026")))
    async with an_engine(tmp_path, line=line) as engine:
        case = await engine.issues()
        answers = [
            subprocess.run(
                [sys.executable, "worker.py"],
                cwd=CHECKOUT,
                env={
                    "PATH": os.environ["PATH"],
                    "DONDOC_DATABASE_URL": engine.database_url,
                    "DONDOC_DATA_DIR": str(tmp_path / "other"),
                    "DONDOC_TASK_QUEUE": engine.parts.task_queue,
                    "TEMPORAL_ADDRESS": engine.client.service_client.config.target_host,
                    **keys,
                },
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            for keys in ({}, {"DONDOC_PAYLOAD_KEYS": a_key("khac")}, {"DONDOC_PAYLOAD_KEYS": "x=1"})
        ]
        answer = await case.lead("acknowledge")

    assert [2, 2, 2] == [one.returncode for one in answers], answers
    for one in answers[:2]:
        assert "khoa-2026" in one.stderr
        assert "DONDOC_PAYLOAD_KEYS" in one.stderr
    assert "worker_ready" not in "".join(one.stdout for one in answers)
    assert "acknowledged" == answer["state"]


async def test_a_caller_without_the_key_is_told_which() -> None:
    """Also in the middle of work, when a sealed payload arrives at a process that has no key or another."""
    sealed = await converter(Keyring.of_text(a_key("k7"))).encode([{"text": NOTE}])

    for keys in (Keyring(), Keyring.of_text(a_key("k8"))):
        with pytest.raises(MalformedInput) as caught:
            await converter(keys).decode(sealed, [dict])
        assert ("payload_key_missing", "k7") == (caught.value.reason, caught.value.said["key"])


async def test_another_key_under_the_same_id_opens_nothing() -> None:
    """A changed byte or a wrong key is an error, never another text."""
    sealed = await converter(Keyring.of_text(a_key("k7"))).encode([{"text": NOTE}])

    with pytest.raises(MalformedInput, match="payload_not_opened"):
        await converter(Keyring.of_text(a_key("k7"))).decode(sealed, [dict])


async def test_what_was_written_before_sealing_stays_readable() -> None:
    """Sealing can be switched on while cases run."""
    plain = await converter(Keyring()).encode([{"text": NOTE}])

    assert [{"text": NOTE}] == await converter(Keyring.of_text(a_key("k1"))).decode(plain, [dict])


@pytest.mark.parametrize(
    "text",
    ["", "# only a comment", "k1", "k1=AAAA", f"k1={'!' * 44}", "=x", "k 1=" + "A" * 43 + "="],
)
def test_keys_that_cannot_be_used_are_refused_without_being_repeated(text: str) -> None:
    """The sentence says which key is wrong, and never what it was."""
    with pytest.raises(MalformedInput) as caught:
        Keyring.of_text(text)

    assert "payload_keys_wrong" == caught.value.reason
    assert "AAAA" not in str(caught.value)


def test_a_key_file_that_breaks_while_work_goes_on_changes_nothing(tmp_path: Path) -> None:
    """The last good keys stay in force; a good file is taken up again."""
    file = tmp_path / "keys"
    file.write_text(a_key("k1"))
    keys = Keyring.of_file(file)

    file.write_text("broken")
    assert ["k1"] == keys.ids
    file.unlink()
    assert ["k1"] == keys.ids
    file.write_text(f"{a_key('k2')},{a_key('k1')}")
    assert ["k2", "k1"] == keys.ids


def test_ids_are_unique() -> None:
    """Two keys of one id could not be told apart."""
    with pytest.raises(MalformedInput):
        Keyring.of_text(f"{a_key('k1')},{a_key('k1')}")


async def test_each_payload_has_a_nonce_of_its_own() -> None:
    """The same words twice are not the same bytes."""
    sealing = converter(Keyring.of_text(a_key("k1")))

    one, two = await sealing.encode([str(uuid4().int)[:4]] * 2)

    assert one.data[:12] != two.data[:12]
