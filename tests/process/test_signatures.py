"""Signatures on evidence, on the real engine: shown, needed to submit, needed to accept, as the rules of the case say."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from bootstrap import worker_of
from register.reads import show
from schemas.commands import EvidenceFile
from schemas.refusals import Refusal
from tests.builders import OFFICE, a_directive
from tests.evidence.authority import Authority, a_paper, signed
from tests.process.engine import Case, Engine

AUTHORITY = Authority()


@pytest_asyncio.fixture(loop_scope="session")
async def trusting(engine: Engine, tmp_path: Path) -> AsyncIterator[Engine]:
    """The engine with a worker that has a trust list."""
    trust = AUTHORITY.trusted_in(tmp_path / "trust")
    parts = replace(engine.parts, trust_dir=trust, task_queue=f"q-{uuid4().hex[:8]}")
    async with worker_of(parts, strict=True):
        yield Engine(parts, engine.time, engine.file, engine.database_url)


async def a_case(engine: Engine, need: str) -> Case:
    case = await engine.issues(a_directive(), rules={"signature": need})
    await case.lead("acknowledge")
    return case


async def a_file(engine: Engine, *, by: str | None) -> list[dict[str, Any]]:
    """A paper of its own, signed for that organisation or by nobody."""
    paper = a_paper(1 + uuid4().int % 50)
    content = paper + b"\n% " + uuid4().bytes.hex().encode()
    if by is not None:
        content = await asyncio.to_thread(signed, paper, AUTHORITY.signer(by))
    file: EvidenceFile = await engine.parts.store.put_bytes(content, "bao-cao.pdf")
    return [file.model_dump(mode="json")]


async def shown(engine: Engine, case: Case) -> list[Any]:
    found = await show(engine.pool, case.id())
    assert found is not None
    return [file["signature"] for one in found["evidence"] for file in one["files"]]


async def test_what_was_found_stands_beside_the_file(trusting: Engine) -> None:
    """Where signatures are only shown nobody is refused, and the examiner sees what was found."""
    case = await a_case(trusting, "shown")

    await case.lead("submit_evidence", files=await a_file(trusting, by=None))
    await case.office("review_evidence", verdict="return", reason="Chưa ký")
    await case.lead("submit_evidence", files=await a_file(trusting, by="Bộ Y tế"))
    answer = await case.office("review_evidence")

    unsigned, by_lead = await shown(trusting, case)
    assert answer["state"] == "completed"
    assert unsigned["state"] == "none"
    assert by_lead["state"] == "valid"
    assert by_lead["signatures"][0]["organisation"] == "Bộ Y tế"


@pytest.mark.parametrize("by", [None, "Bộ Tài chính"])
async def test_evidence_that_must_be_signed_is_refused_without(
    trusting: Engine, by: str | None
) -> None:
    """Unsigned, or signed by another agency: nothing is recorded, and the clock goes on."""
    case = await a_case(trusting, "to_submit")
    before = await case.events()

    with pytest.raises(Refusal) as refusal:
        await case.lead("submit_evidence", files=await a_file(trusting, by=by))
    after = await case.events()
    answer = await case.lead("submit_evidence", files=await a_file(trusting, by="Bộ Y tế"))

    assert (refusal.value.code, refusal.value.reason) == ("MissingDocument", "signature_missing")
    assert before == after
    assert answer["state"] == "under_review"


async def test_evidence_that_must_be_signed_cannot_be_accepted_without(trusting: Engine) -> None:
    """It may be submitted and returned; it closes nothing."""
    case = await a_case(trusting, "to_accept")
    await case.lead("submit_evidence", files=await a_file(trusting, by=None))

    with pytest.raises(Refusal) as refusal:
        await case.office("review_evidence")
    await case.office("review_evidence", verdict="return", reason="Chưa ký")
    await case.lead("submit_evidence", files=await a_file(trusting, by="Bộ Y tế"))
    answer = await case.office("review_evidence")

    assert refusal.value.reason == "signature_missing"
    assert answer["state"] == "completed"


async def test_a_running_case_gets_the_rule_by_command(trusting: Engine) -> None:
    """As every rule; what was submitted before is judged by it when it is accepted."""
    case = await a_case(trusting, "shown")
    await case.lead("submit_evidence", files=await a_file(trusting, by=None))
    rules = {"rules": {"signature": "to_accept"}}
    await case.does("change_rules", OFFICE, "examiner", target=f"kl/{case.ref}", **rules)

    with pytest.raises(Refusal, match="signature_missing"):
        await case.office("review_evidence")
