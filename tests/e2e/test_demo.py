"""The demo as a newcomer runs it: real servers, real sample, half a year, and the sums at the end."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = CHECKOUT / ".dondoc" / "demo"
COUNTS = (
    "done_on_time",
    "done_late",
    "open_in_time",
    "open_overdue",
    "no_deadline",
    "suspended",
    "withdrawn",
)
pytestmark = pytest.mark.timeout(600)


@contextmanager
def a_demo(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The demo as its own process, in a group that can be looked at afterwards."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DONDOC_", "TEMPORAL_"))
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "demo", *arguments],
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def children_of_the_demo() -> list[str]:
    """Command lines of every process that works in the demo's folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(DATA) in line:
            found.append(line)
    return found


def nothing_is_left(within_s: float = 20) -> bool:
    """Whether all of the demo's processes end in time."""
    until = time.monotonic() + within_s
    while children_of_the_demo():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def run_file() -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((DATA / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def wait_for_day(day: date, process: subprocess.Popen[str]) -> dict[str, Any]:
    """The run file once the demo's business time has come that far."""
    while process.poll() is None:
        running = run_file()
        if running is not None and running["as_of"][:10] >= day.isoformat():
            return running
        time.sleep(0.05)
    raise AssertionError("the demo ended first")


def test_the_second_half_of_2023_passes_and_register_and_workflows_agree() -> None:
    """Every reminder, rung and closing really happens; the seven groups add up; nothing keeps running."""
    with a_demo("--exit", "--json") as process:
        said, _ = process.communicate(timeout=300)

    assert process.returncode == 0
    summary = json.loads(said)
    assert (summary["ok"], summary["disagreements"]) == (True, [])
    assert (summary["conclusions"], summary["directives"]) == (1, 33)
    assert summary["compared"] == summary["assignments"] >= 33
    for row in [*summary["stats"]["rows"], summary["stats"]["total"]]:
        assert sum(row[name] for name in COUNTS) == row["total"]
    total = summary["stats"]["total"]
    assert total["total"] == 33
    assert min(total[name] for name in COUNTS[:5]) >= 1
    acts = summary["acts"]
    assert acts["returned"] == 1
    assert acts["reports_missed"] >= 1
    assert {"extended", "extension_refused", "objected", "reassigned"} <= acts.keys()
    assert {one["to"] for one in summary["escalations"]} >= {
        "agency_head",
        "standing_office",
        "deputy_prime_minister",
        "prime_ministers_list",
    }
    assert nothing_is_left()
    assert run_file() is None


def test_the_four_sessions_are_played_in_their_order_each_carrying_over_into_the_next() -> None:
    """2021 to 2024 with `--all`: what a session left over is in the next one, and is counted once."""
    with a_demo("--exit", "--json", "--all") as process:
        said, _ = process.communicate(timeout=500)

    assert process.returncode == 0
    summary = json.loads(said)
    assert (summary["ok"], summary["as_of"]) == (True, "2024-12-31")
    assert summary["compared"] == summary["assignments"]
    played = summary["sessions"]
    assert [one["ref"][-7:] for one in played] == ["01-2021", "03-2022", "06-2023", "08-2024"]
    assert [one.get("carried", 0) > 0 for one in played] == [False, False, True, True]
    assert [one["settled"] for one in played] == [one.get("carried", 0) for one in played]
    total = summary["stats"]["total"]
    assert sum(total[name] for name in COUNTS) == total["total"]
    assert total["withdrawn"] == sum(one["settled"] for one in played)
    assert total["behind"] > 0
    assert nothing_is_left()


def test_a_register_that_was_tampered_with_is_found_and_the_demo_fails() -> None:
    """One row changed behind the engine's back: exit 1, and the row is named."""
    with a_demo("--exit", "--json") as process:
        running = wait_for_day(date(2023, 12, 24), process)
        asyncio.run(_tamper(running["database_url"]))
        said, _ = process.communicate(timeout=300)

    assert process.returncode == 1
    found = json.loads(said)["disagreements"]
    assert [(one["id"], one["field"]) for one in found] == [
        ("kl/ubqgcds-phien-06-2023/3@G18", "verified")
    ]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_demo_killed_in_the_middle_leaves_no_process(how: signal.Signals) -> None:
    """Asked to stop or simply killed: PostgreSQL, Temporal and all else end within seconds."""
    with a_demo("--exit") as process:
        wait_for_day(date(2023, 8, 1), process)
        process.send_signal(how)
        process.wait(timeout=25)

        assert nothing_is_left()


def test_the_demo_never_touches_a_server_named_in_the_environment() -> None:
    """It says so and ends with 2."""
    environment = os.environ | {"DONDOC_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    ended = subprocess.run(
        [sys.executable, "-m", "cli", "demo", "--exit"],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 2
    assert "DONDOC_DATABASE_URL" in ended.stderr


async def _tamper(url: str) -> None:
    db = await asyncpg.connect(url)
    try:
        changed = await db.execute(
            "UPDATE assignment SET verified = 'returned' WHERE id = $1",
            "kl/ubqgcds-phien-06-2023/3@G18",
        )
        assert changed == "UPDATE 1"
    finally:
        await db.close()
