"""Who does what on which day of the demo: scripted agencies and a scripted standing office.

Data and pure functions only; `cli.demo.play` sends the acts through the gateway like anybody else.
No workflow or policy code knows that it is a demo.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from policy.calendar import plus_working_days, working_day_from
from policy.deadlines import next_report_day, period_of
from schemas.case import Case, Planned
from schemas.moments import HANOI
from schemas.rules import Calendar

MORNING, AFTERNOON = time(9, 30), time(15, 0)


class Character(StrEnum):
    """How the agency of one directive behaves."""

    PUNCTUAL = "punctual"
    LATE = "late"
    SILENT = "silent"
    RETURNED_ONCE = "returned_once"
    FORGETS_A_REPORT = "forgets_a_report"
    OBJECTS = "objects"
    ASKS_AND_GETS = "asks_and_gets"
    ASKS_IN_VAIN = "asks_in_vain"
    CATCHES_UP = "catches_up"
    KEEPS_REPORTING = "keeps_reporting"
    STILL_AT_IT = "still_at_it"


@dataclass(frozen=True, slots=True)
class Cast:
    """The parts of one conclusion: directives by number, everybody else is punctual."""

    parts: dict[int, Character] = field(default_factory=dict)
    other_office: str = ""
    """Who takes over what was objected to."""
    offices: dict[tuple[int, str], Character] = field(default_factory=dict)
    """Parts of single agencies within a directive that many have."""

    def of(self, planned: Planned) -> Character:
        if (planned.n, planned.holder) in self.offices:
            return self.offices[planned.n, planned.holder]
        if planned.n in self.parts:
            return self.parts[planned.n]
        if planned.deadline.due_on is None:
            return Character.KEEPS_REPORTING
        if planned.origin is not None and planned.deadline.due_on == planned.origin.due_on:
            return Character.CATCHES_UP
        return Character.PUNCTUAL


@dataclass(frozen=True, slots=True, order=True)
class Act:
    """One command at one moment of business time; `office` None is the standing office."""

    at: datetime
    target: str
    name: str
    office: str | None = None
    said: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Scene:
    """What every script needs to know of its conclusion."""

    case: Case
    opens_on: date
    ends_on: date

    @property
    def calendar(self) -> Calendar:
        return self.case.rules.calendar

    def after(self, day: date, working_days: int, hour: time = MORNING) -> datetime:
        """That hour, so many working days after a day."""
        return datetime.combine(plus_working_days(day, working_days, self.calendar), hour, HANOI)

    def by(self, day: date, days_before: int) -> datetime:
        """A working morning so many days before a day, and never before the second working day."""
        wanted = working_day_from(day - timedelta(days=days_before), self.calendar, step=-1)
        first = plus_working_days(self.opens_on, 2, self.calendar)
        return datetime.combine(max(wanted, first), MORNING, HANOI)


def acts_of(scene: Scene, cast: Cast, file: dict[str, Any]) -> list[Act]:
    """The whole script of one case, in the order of time, up to the last day of the scene."""
    acts: list[Act] = []
    for number, planned in enumerate(scene.case.planned):
        acts += _of(scene, planned, cast, number, file)
    last = datetime.combine(scene.ends_on, time(23, 59), HANOI)
    return sorted(act for act in acts if act.at <= last)


def _of(
    scene: Scene, planned: Planned, cast: Cast, number: int, file: dict[str, Any]
) -> Iterator[Act]:
    character = cast.of(planned)
    if character is Character.SILENT:
        return
    if character is Character.OBJECTS:
        yield from _objects(scene, planned, cast, file)
        return
    hour = MORNING if number % 2 else AFTERNOON
    yield Act(scene.after(scene.opens_on, 1, hour), planned.id, "acknowledge", planned.holder)
    hand_in = _hand_in(scene, planned, character, number)
    yield from _reports(scene, planned, character, hand_in)
    if character in {Character.ASKS_AND_GETS, Character.ASKS_IN_VAIN}:
        yield from _asks(scene, planned, granted=character is Character.ASKS_AND_GETS)
    if hand_in is None:
        return
    yield _evidence(planned.id, planned.holder, hand_in, file)
    seen_at = scene.after(hand_in.date(), 2, AFTERNOON)
    if character is not Character.RETURNED_ONCE:
        yield Act(seen_at, planned.id, "review_evidence", said={"verdict": "accept"})
        return
    reason = "Thiếu phụ lục số liệu và văn bản nghiệm thu; đề nghị bổ sung."
    said = {"verdict": "return", "reason": reason}
    yield Act(seen_at, planned.id, "review_evidence", said=said)
    again = scene.after(seen_at.date(), 2)
    yield _evidence(planned.id, planned.holder, again, file)
    final = scene.after(again.date(), 2, AFTERNOON)
    yield Act(final, planned.id, "review_evidence", said={"verdict": "accept"})


def _hand_in(scene: Scene, planned: Planned, character: Character, number: int) -> datetime | None:
    """When the agency sends its evidence; None: not within the scene."""
    due = planned.deadline.due_on
    if due is None or character in {Character.KEEPS_REPORTING, Character.STILL_AT_IT}:
        return None
    if character is Character.LATE or character is Character.ASKS_IN_VAIN:
        return scene.after(due + timedelta(days=8), 1)
    if character is Character.ASKS_AND_GETS:
        return scene.after(due + timedelta(days=20), 1)
    if character is Character.CATCHES_UP:
        return scene.after(scene.opens_on, 12 + 9 * (number % 4))
    if character is Character.RETURNED_ONCE:
        return scene.by(due, 14)
    return scene.by(due, 2 + 3 * (number % 4))


def _reports(
    scene: Scene, planned: Planned, character: Character, until: datetime | None
) -> Iterator[Act]:
    """A report the day before each is due, and the office's review the day after."""
    if planned.duty is None:
        return
    due, count = next_report_day(planned.duty, scene.opens_on), 0
    while due <= scene.ends_on and (until is None or due < until.date()):
        count += 1
        sent = datetime.combine(working_day_from(due, scene.calendar, step=-1), MORNING, HANOI)
        acknowledged_by = scene.after(scene.opens_on, 2)
        forgotten = character is Character.FORGETS_A_REPORT and count == 2
        if sent > acknowledged_by and not forgotten:
            progress = min(95, 15 * count)
            said = _report(period_of(planned.duty, due), progress)
            if planned.aims:
                said |= {"indicators": _values(planned, sent.date(), due)}
            yield Act(sent, planned.id, "submit_report", planned.holder, said)
            seen_at = scene.after(sent.date(), 1, AFTERNOON)
            if until is None or seen_at < until:
                yield Act(seen_at, planned.id, "review_report", said={"verdict": "accept"})
        due = next_report_day(planned.duty, due)


def _asks(scene: Scene, planned: Planned, *, granted: bool) -> Iterator[Act]:
    due = planned.deadline.due_on
    if due is None:
        return
    new = working_day_from(due + timedelta(days=30), scene.calendar)
    asked = {
        "new_due_on": new.isoformat(),
        "reason": "Cần thêm thời gian lấy ý kiến các cơ quan liên quan (minh hoạ).",
    }
    at = scene.by(due, 10)
    yield Act(at, planned.id, "request_extension", planned.holder, asked)
    decided_at = scene.after(at.date(), 2, AFTERNOON)
    answer: dict[str, Any] = {
        "verdict": "refuse",
        "reason": "Chưa có căn cứ để lùi thời hạn (minh hoạ).",
    }
    if granted:
        answer = {
            "verdict": "grant",
            "reason": "Đồng ý lùi thời hạn một lần (minh hoạ).",
            "decision": _decision(decided_at),
        }
    yield Act(decided_at, planned.id, "decide_extension", said=answer)


def _objects(scene: Scene, planned: Planned, cast: Cast, file: dict[str, Any]) -> Iterator[Act]:
    """The wrong addressee proposes another; the office upholds it and the successor does the work."""
    said = {
        "reason": "Nội dung thuộc chức năng của cơ quan khác (minh hoạ).",
        "proposed_office": cast.other_office,
    }
    yield Act(scene.after(scene.opens_on, 1), planned.id, "object", planned.holder, said)
    decided_at = scene.after(scene.opens_on, 3, AFTERNOON)
    answer = {
        "verdict": "uphold",
        "reassign_to": cast.other_office,
        "reason": "Đúng chức năng của cơ quan được đề xuất (minh hoạ).",
        "decision": _decision(decided_at),
    }
    yield Act(decided_at, planned.id, "decide_objection", said=answer)
    successor = f"{planned.id.partition('@')[0]}@{cast.other_office}"
    yield Act(scene.after(decided_at.date(), 1), successor, "acknowledge", cast.other_office)
    if planned.deadline.due_on is None:
        return
    hand_in = scene.by(planned.deadline.due_on, 3)
    theirs = planned.but(id=successor, holder=cast.other_office)
    yield from _reports(scene, theirs, Character.PUNCTUAL, hand_in)
    yield _evidence(successor, cast.other_office, hand_in, file)
    seen_at = scene.after(hand_in.date(), 2, AFTERNOON)
    yield Act(seen_at, successor, "review_evidence", said={"verdict": "accept"})


def _evidence(target: str, office: str, at: datetime, file: dict[str, Any]) -> Act:
    said = {
        "files": [file],
        "document_no": "(minh hoạ)",
        "document_date": at.date().isoformat(),
        "note": "Tệp minh hoạ.",
    }
    return Act(at, target, "submit_evidence", office, said)


def _report(period: str, progress: int) -> dict[str, Any]:
    return {
        "period": period,
        "results": f"Đã hoàn thành khoảng {progress}% khối lượng (minh hoạ).",
        "figures": f"{progress}%",
        "shortcomings": "Một số đơn vị gửi số liệu chậm (minh hoạ).",
        "limits": "Nhân lực chuyên trách còn ít (minh hoạ).",
        "bottlenecks": "Chưa kết nối được một số cơ sở dữ liệu (minh hoạ).",
        "causes": "Chưa thống nhất biểu mẫu (minh hoạ).",
        "proposals": "Đề nghị thống nhất biểu mẫu (minh hoạ).",
        "progress": progress,
    }


def _values(planned: Planned, on: date, due: date) -> list[dict[str, Any]]:
    """What is reported of each indicator: two of three have come as far as the year asks, one has not."""
    values = []
    for number, aim in enumerate(planned.aims):
        asked = next((point for point in aim.points if point.on.year == due.year), aim.points[-1])
        short = 1.1 if aim.falls else 0.9
        value = round(asked.value * (short if number % 3 == 2 else 1), 1)
        values.append({"name": aim.name, "value": value, "on": on.isoformat()})
    return values


def _decision(at: datetime) -> dict[str, str]:
    return {"number": "(minh hoạ)", "date": at.date().isoformat(), "signer": "(minh hoạ)"}


PERIOD_END: Final = date(2023, 12, 31)
