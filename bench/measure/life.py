"""The reference life of one assignment on skipped time: what it costs in history events and billable actions.

Deterministic: the same story gives the same counts on every machine. The days are chosen so that no
rung falls due but the two reminders and the escalation.
"""

import asyncio
import re
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from temporalio.api.enums.v1 import EventType

from bench.figures import Figure, figure
from bench.lab import Lab, a_lab
from bench.stories import LEAD, OFFICE, Writer, a_conclusion
from schemas.moments import HANOI

BEGINS: Final = date(2023, 7, 13)
"""A Thursday. Due on the next one: the rung of −7 days lies before the issue, those of −3, −1 and +1 on working days."""
DUE: Final = date(2023, 7, 20)
STORY: Final = (
    (datetime(2023, 7, 13, 10, tzinfo=HANOI), "acknowledge"),
    (datetime(2023, 7, 14, 10, tzinfo=HANOI), "submit_report"),
    # Monday 17, 8:00: reminder (−3d)
    (datetime(2023, 7, 18, 10, tzinfo=HANOI), "submit_report"),
    # Wednesday 19, 8:00: reminder (−1d)
    (datetime(2023, 7, 20, 10, tzinfo=HANOI), "submit_report"),
    # Friday 21, 8:00: escalation (+1d)
    (datetime(2023, 7, 21, 10, tzinfo=HANOI), "submit_evidence"),
    (datetime(2023, 7, 21, 15, tzinfo=HANOI), "review_evidence"),
)
TEST_ONLY: Final = frozenset(
    {"WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED", "WORKFLOW_EXECUTION_OPTIONS_UPDATED"}
)
"""Events that skipping time leaves in a history; real time leaves none."""
TEST_ONLY_ACTION: Final = "grpc_UpdateWorkflowExecutionOptions"
_TOLD_EVERY_S: Final = 1.0
"""How often the server brings its counters up to date."""
_ACTION: Final = re.compile(r"^action\{(?P<labels>[^}]*)\} (?P<n>[0-9.e+]+)$", re.MULTILINE)
_KIND: Final = re.compile(r'action_type="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Life:
    """What one life left behind."""

    events: Counter[str]
    actions: Counter[str]
    told: tuple[str, ...]
    """The rungs that were sent, in order."""
    state: str


async def measure() -> AsyncIterator[Figure]:
    """Both counts of one life."""
    async with a_lab(time_skipping=True) as lab:
        life = await lived(lab)
    yield figure("reference_life_events", [life.events.total()])
    yield figure("reference_life_actions", [life.actions.total()])


async def lived(lab: Lab) -> Life:
    """Live it on the real engine, and count."""
    before = await _actions(lab)
    ref, writer = "doi-mau", Writer("doi-mau", lab.file)
    begin = datetime.combine(BEGINS, time(9), HANOI)
    offset = round((begin - datetime.now(UTC)).total_seconds())
    conclusion = a_conclusion(ref, [(LEAD,)], issued_on=BEGINS, due_on=DUE)
    started = await lab.starter.start(conclusion, clock_offset_s=offset)
    handle = lab.client.get_workflow_handle(started.workflow_id)
    own = f"kl/{ref}/1@{LEAD}"
    for moment, name in STORY:
        await lab.time.advance([handle], moment - timedelta(seconds=offset))
        office = OFFICE if name == "review_evidence" else None
        await lab.commands.send(writer.command(name, own, office=office))
    await handle.result()
    history = await handle.fetch_history()
    kinds = (
        EventType.Name(event.event_type).removeprefix("EVENT_TYPE_") for event in history.events
    )
    rows = await lab.pool.fetch(
        "SELECT payload ->> 'rung' AS rung FROM event WHERE target = $1 AND type = 'RungSent' ORDER BY seq",
        own,
    )
    state = await lab.pool.fetchval("SELECT state FROM assignment WHERE id = $1", own)
    return Life(
        events=Counter(kind for kind in kinds if kind not in TEST_ONLY),
        actions=(await _actions(lab)) - before,
        told=tuple(row["rung"] for row in rows),
        state=str(state),
    )


async def _actions(lab: Lab) -> Counter[str]:
    """What the server itself has counted as billable so far, but for the acts of skipping time."""
    await asyncio.sleep(_TOLD_EVERY_S * 1.5)
    text = await asyncio.to_thread(_read, lab.metrics_url)
    counted: Counter[str] = Counter()
    for found in _ACTION.finditer(text):
        kind = _KIND.search(found["labels"])
        name = kind[1] if kind else ""
        if 'namespace="default"' in found["labels"] and name != TEST_ONLY_ACTION:
            counted[name] += int(float(found["n"]))
    return counted


def _read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server on loopback
        text: bytes = answer.read()
    return text.decode()
