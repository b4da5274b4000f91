"""Conclusions written into a real register, and random stories told over them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from policy.decide import decide, next_wake_at
from policy.fold import fold
from policy.issuing import cases_of, content_hash
from policy.transitions import MOVES, Capacity, possible_in
from register import writes
from schemas.case import Assignment, Case
from schemas.commands import Command
from schemas.commit import Committed
from schemas.conclusion import Conclusion
from schemas.events import Event
from schemas.moments import day_of
from tests.builders import (
    DECISION,
    OFFICE,
    OTHER,
    ROLE_OF,
    a_command,
    a_conclusion,
    a_directive,
    at,
)

__all__ = ["Book", "Pool", "a_large_conclusion", "a_varied_conclusion"]

Pool = Any
"""An asyncpg pool; generic in its stubs only."""

# How often an agency or office does what it may: the usual course of a task more than the rare acts.
_USUAL = {"acknowledge": 12, "submit_report": 4, "submit_evidence": 8, "review_evidence:accept": 12}


def a_large_conclusion(ref: str = "lon", **said: Any) -> Conclusion:
    """More than one packet holds: three directives to about a hundred bodies each."""
    groups = [a_directive(n, assignees=["các bộ, ngành, địa phương"]) for n in (1, 2, 3)]
    return a_conclusion(*groups, **({"ref": ref} | said))


def a_varied_conclusion(ref: str = "da-dang", **said: Any) -> Conclusion:
    """One of each kind: due, vague, periodic, urgent, carried over, to a group, with coordinators."""
    return a_conclusion(
        a_directive(1, report={"rhythm": "monthly", "day": 25}),
        a_directive(2, due_on=None),
        a_directive(
            3, assignees=["Bộ Tài chính", "G02"], coordinating=["các bộ, ngành liên quan", OTHER]
        ),
        a_directive(4, due_on="2023-08-15", product="Đề án thuỷ lợi Đắk Lắk"),
        a_directive(
            5,
            due_on=None,
            deadline={"raw": "khẩn trương"},
            carried_over_from={"period": "2023-H1", "due_on": "2023-06-30"},
        ),
        a_directive(
            6, assignees=["H01", "H02", "H05", "H10"], due_on="2023-09-02", text="Uỷ ban nhân dân"
        ),
        **({"ref": ref, "session": 6, "programmes": ["chuyen-doi-so", "de-an-06"]} | said),
    )


@dataclass
class Book:
    """A register, and what the workflows that wrote it know."""

    pool: Pool
    planned: dict[str, Case] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    events: dict[str, list[Event]] = field(default_factory=dict)

    async def issues(self, conclusion: Conclusion, now: datetime | None = None) -> Case:
        """Plan a conclusion and open all its packets; its first case."""
        cases = cases_of(conclusion)
        await writes.plan(self.pool, conclusion, content_hash(conclusion), cases)
        for case in cases:
            self.planned[case.stream] = self.cases[case.stream] = case
            await self.decides(case.stream, [], now or at(conclusion.issued_on))
        return self.cases[cases[0].stream]

    async def decides(self, stream: str, commands: list[Command], now: datetime) -> Committed:
        """What the workflow does: decide, commit, go on from there."""
        before = self.cases[stream]
        decision = decide(before, commands, now)
        committed = Committed()
        if decision.events:
            committed = await writes.commit(self.pool, stream, before.seq, decision.events)
            assert committed.is_stored
            self.cases[stream] = decision.case
            self.events.setdefault(stream, []).extend(decision.events)
        return committed

    async def does(
        self,
        name: str,
        target: str,
        office: str,
        *,
        now: datetime,
        role: str | None = None,
        **said: Any,
    ) -> Committed:
        """One act on one assignment; the packet is found by the target."""
        stream = next(key for key, case in self.cases.items() if target in case.assignments)
        return await self.decides(stream, [a_command(name, target, office, role, **said)], now)

    def as_of(self, day: date) -> list[tuple[Case, Assignment]]:
        """Every assignment as it stood at the end of that day, folded from the events alone."""
        stood = []
        for stream, planned in self.planned.items():
            told = [event for event in self.events[stream] if day_of(event.at) <= day]
            case = fold(planned, told)
            stood += [(case, one) for one in case.assignments.values()]
        return stood

    async def lives(self, random: Random, *, days: int, acts: int) -> None:
        """Random acts on random assignments of all packets, on rising days; rungs come in between."""
        now = at(date(2023, 7, 13))
        end = now + timedelta(days=days)
        for number in range(acts):
            now += timedelta(seconds=random.randrange(int(2 * days * 86_400 / acts)))
            if now >= end:
                break
            stream = random.choice(list(self.cases))
            await self._wakes(stream, now)
            count = random.choice([1, 1, 1, 2, 5])
            commands = [
                self._act(random, self.cases[stream], now, f"{number}.{one}")
                for one in range(count)
            ]
            await self.decides(stream, commands, now)
        for stream in self.cases:
            await self._wakes(stream, end)

    async def _wakes(self, stream: str, until: datetime) -> None:
        while (wake := next_wake_at(self.cases[stream])) is not None and wake <= until:
            await self.decides(stream, [], wake)

    def _act(self, random: Random, case: Case, now: datetime, name: str) -> Command:
        if random.random() < 0.005:
            rules = random.choice(
                [{"tier": "key"}, {"before_day": "strict"}, {"before_day": "lenient"}]
            )
            said: dict[str, Any] = {"rules": rules, "id": name}
            return a_command("change_rules", f"kl/{case.ref}", OFFICE, "examiner", **said)
        one = random.choice(list(case.assignments.values()))
        acts = possible_in(one.state) or ("reopen",)
        act = random.choices(acts, [_USUAL.get(each, 1) for each in acts])[0]
        verdict = {"verdict": act.partition(":")[2]} if ":" in act else {}
        office, role = _actor(random, act, one)
        target = one.id if random.random() < 0.9 else f"kl/{case.ref}/{one.n}"
        said = verdict | _fields(random, act, one, day_of(now))
        return a_command(act.partition(":")[0], target, office, role, id=name, **said)


def _actor(random: Random, act: str, one: Assignment) -> tuple[str, str]:
    by = MOVES[act].by
    office = {
        Capacity.LEAD: one.holder,
        Capacity.COORDINATOR: OTHER,
        Capacity.CONSULTED: OTHER,
    }.get(by, OFFICE)
    if by is Capacity.SUPERVISOR:
        office = random.choice([OFFICE, OTHER])
    return office, ROLE_OF[by.value]


def _hindrances(progress: int) -> dict[str, Any]:
    """Some reports say what hinders, and what is proposed; which ones follows from the progress."""
    told = {
        "causes": (3, f'Chờ ý kiến "góp ý" lần {progress}\ncủa cơ quan phối hợp'),
        "bottlenecks": (5, f"Thiếu kinh phí, mức {progress}"),
        "limits": (7, "Nhân lực mỏng \u0000"),
        "shortcomings": (11, "Chưa có kế hoạch"),
        "proposals": (4, f"Đề nghị bố trí vốn đợt {progress // 20}"),
    }
    return {name: text for name, (every, text) in told.items() if progress % every == 0}


def _fields(random: Random, act: str, one: Assignment, today: date) -> dict[str, Any]:
    later = (today + timedelta(days=random.randrange(1, 60))).isoformat()
    fields: dict[str, dict[str, Any]] = {
        "submit_report": {
            "period": random.choice([today.strftime("%Y-%m"), "bất thường"]),
            "progress": (progress := random.randrange(101)),
            "results": "Đã làm \u0000 xong một phần",
        }
        | _hindrances(progress),
        "review_evidence:return": {"reason": "Thiếu số liệu"},
        "review_report:return": {"reason": "Chưa rõ"},
        "request_extension": {"new_due_on": later},
        "decide_extension:grant": {"decision": DECISION},
        "hand_over": {
            "ceased": random.choice([one.holder, *one.coordinating]),
            "to": random.choice(["H01", "G17"]),
        },
        "reassign": {"to": random.choice(["G05", "G09", "G14", OTHER])},
        "decide_objection:uphold": {"reassign_to": random.choice(["G05", "G09", "G14"])},
        "amend": {
            "changes": random.choice(
                [
                    {"due_on": later},
                    {"due_on": None},
                    {"text": f"Nội dung sửa {random.randrange(3)}"},
                    {"coordinating": ["G01", "các địa phương"], "product": "Quyết định"},
                    {"product": None, "report": {"rhythm": "weekly", "day": 5}},
                    {
                        "deadline": {
                            "raw": "chậm nhất cuối tháng",
                            "precision": "day",
                            "due_on": later,
                        }
                    },
                ]
            )
        },
        "resume": {"new_due_on": later},
        "set_review_date": {"review_on": later},
    }
    return fields.get(act, {})
