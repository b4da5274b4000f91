"""What was rehearsed before the issue is what the engine then does, when nobody does anything."""

import json
from datetime import date, datetime
from typing import Any

from policy.rehearsal import steps_of
from schemas.states import Owed
from tests.builders import ISSUED_ON, a_conclusion, a_directive, at
from tests.process.engine import Engine

KINDS = {"RungSent": "sent", "RungCollapsed": "collapsed", "RungSkipped": "skipped"}
COUNT = {"amount": 10, "unit": "day"}
RATE = {
    "name": "Tỷ lệ",
    "unit": "%",
    "baseline": 0,
    "target": 80,
    "by": "2023-12-31",
    "trajectory": [{"on": "2023-08-31", "value": 30}],
}
DIRECTIVES: list[dict[str, Any]] = [
    a_directive(1, report={"rhythm": "monthly", "day": 25}, indicators=[RATE]),
    a_directive(2, deadline={"raw": "sớm", "review_on": "2023-09-29"}, assignees=["G14"]),
    a_directive(3, due_on=None, carried_over_from={"period": "2023-H1", "due_on": "2023-06-30"}),
    a_directive(4, due_on="2023-07-16", assignees=["các Bộ"]),
    a_directive(5, deadline={"raw": "10 ngày", "precision": "period", "count": COUNT}),
]
LADDERS = {"indicator": ["-3d focal_point", "+1d agency_head"]}
UNTIL = at(date(2024, 1, 31))


async def test_the_engine_climbs_exactly_the_rehearsed_ladder(engine: Engine) -> None:
    """Every rung of every kind of work: the same moment, office, rung and fate, no more and no fewer."""
    said: dict[str, Any] = {"rules": {"ladders": LADDERS}}
    case = await engine.issues(*DIRECTIVES, opened_at=at(ISSUED_ON), **said)

    await case.skips_to(UNTIL)

    opened_at = min(one["at"] for one in await case.events())
    conclusion = a_conclusion(*DIRECTIVES, ref=case.ref, **said)
    rehearsed = steps_of(conclusion, datetime.fromisoformat(opened_at), until=UNTIL)
    happened = [
        {name: one["payload"][name] for name in ("obligation", "rung", "to")}
        | {"assignment": one["target"], "at": one["payload"]["moment"], "kind": KINDS[one["type"]]}
        for one in await case.events()
        if one["type"] in KINDS
    ]
    assert _in_order(happened) == _in_order(rehearsed)
    assert {one["kind"] for one in rehearsed} == {*KINDS.values()}
    assert {one["obligation"] for one in rehearsed} == {
        *(Owed.ACKNOWLEDGE, Owed.PERIODIC_REPORT, Owed.FINAL_EVIDENCE, Owed.REVIEW_DATE),
        Owed.INDICATOR,
    }


def _in_order(steps: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(one, sort_keys=True, default=str) for one in steps)
