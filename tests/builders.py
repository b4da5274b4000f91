"""Builders of conclusions, cases and commands: what a test does not say is ordinary."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from policy.decide import Decision, decide
from policy.issuing import cases_of
from schemas.case import Assignment, Case
from schemas.commands import COMMANDS, Command
from schemas.conclusion import Conclusion
from schemas.moments import HANOI

NAMES = UUID("00000000-0000-0000-0000-00000000d0d0")
OFFICE, LEAD, OTHER = "G22", "G18", "G12"
"""The standing office (VPCP), a lead agency (Bộ Y tế) and another ministry (Bộ Tài chính)."""
ISSUED_ON = date(2023, 7, 12)
"""A Wednesday."""
DECISION = {"number": "123/QĐ-TTg", "date": "2023-08-01", "signer": "Thủ tướng"}
FILE = {"sha256": "a" * 64, "size": 3, "name": "bc.pdf", "type": "application/pdf"}

ROLE_OF = {
    "standing_office": "examiner",
    "lead": "focal_point",
    "coordinator": "coordinator",
    "consulted": "focal_point",
    "supervisor": "supervisor",
    "operator": "operator",
}

FIELDS: dict[str, dict[str, Any]] = {
    "acknowledge": {},
    "name_unit": {"unit": "Vụ Kế hoạch"},
    "submit_report": {"period": "2023-07", "results": "Đã làm", "progress": 40},
    "submit_evidence": {"files": [FILE], "document_no": "77/BC", "document_date": "2023-08-01"},
    "review_evidence": {"verdict": "accept"},
    "review_report": {"verdict": "accept"},
    "object": {"reason": "Không đúng chức năng", "proposed_office": OTHER},
    "decide_objection": {"verdict": "reject", "reason": "Đúng chức năng"},
    "request_extension": {"new_due_on": "2023-12-15", "reason": "Chờ ý kiến"},
    "decide_extension": {"verdict": "refuse", "reason": "Không có căn cứ"},
    "reassign": {"to": OTHER, "reason": "Chuyển", "decision": DECISION},
    "hand_over": {"ceased": LEAD, "to": OTHER, "decision": DECISION},
    "replace_standing_office": {"ceased": OFFICE, "to": OTHER, "decision": DECISION},
    "amend": {"changes": {"due_on": "2023-12-20"}, "decision": DECISION},
    "suspend": {"reason": "Chờ luật", "decision": DECISION},
    "resume": {"new_due_on": "2023-12-20", "decision": DECISION},
    "withdraw": {"reason": "Không cần nữa", "decision": DECISION},
    "set_review_date": {"review_on": "2023-12-20"},
    "remind": {},
    "reopen": {"reason": "Hậu kiểm không đạt"},
    "request_contribution": {"to": OTHER, "question": "Đề nghị cho ý kiến"},
    "contribute": {"answer": "Thống nhất"},
    "request_opinion": {"to": OTHER, "question": "Minh chứng này đã đủ căn cứ chưa?"},
    "give_opinion": {"answer": "Đủ căn cứ"},
    "demand_explanation": {"question": "Vì sao chậm?"},
    "submit_explanation": {"text": "Vì chờ ý kiến"},
    "open_inspection": {"subject": "Tiến độ"},
    "record_inspection": {
        "findings": "Chậm",
        "causes": "Chủ quan",
        "responsibility": "Vụ A",
        "demands": "Khắc phục",
    },
    "note": {"text": "Theo dõi sát"},
    "change_rules": {"rules": {"before_day": "strict"}},
    "checkpoint": {},
}


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """That hour of a business day, as an instant."""
    return datetime.combine(day, time(hour, minute), HANOI).astimezone(UTC)


def a_directive(n: int = 1, **said: Any) -> dict[str, Any]:
    """A directive to Bộ Y tế, due on 31/10/2023."""
    due = said.pop("due_on", "2023-10-31")
    deadline = (
        {"raw": "trước ngày 31 tháng 10 năm 2023", "precision": "day", "due_on": due}
        if due
        else {"raw": "sớm"}
    )
    ordinary: dict[str, Any] = {
        "n": n,
        "clause": f"II.{n}",
        "text": f"Hoàn thành nhiệm vụ số {n}",
        "assignees": [LEAD],
        "deadline": deadline,
    }
    return ordinary | said


def a_conclusion(*directives: dict[str, Any], **said: Any) -> Conclusion:
    """A conclusion of 12/7/2023 followed up by Văn phòng Chính phủ."""
    ordinary: dict[str, Any] = {
        "ref": "vi-du",
        "issued_on": ISSUED_ON.isoformat(),
        "title": "Thông báo kết luận (ví dụ)",
        "standing_office": OFFICE,
        "directives": list(directives) or [a_directive()],
    }
    return Conclusion.model_validate(ordinary | said)


def a_command(name: str, target: str, office: str, role: str | None = None, **said: Any) -> Command:
    """A command with ordinary fields; `id` names it, the same name being the same command."""
    known = said.pop("id", f"{name}:{target}:{office}:{sorted(said.items())}")
    actor = {"office": office, "role": role or "focal_point", "person": said.pop("person", None)}
    return COMMANDS[name].model_validate(
        {"command_id": str(uuid5(NAMES, str(known))), "target": target, "actor": actor}
        | FIELDS.get(name, {})
        | said
    )


class Story:
    """One case told act by act through `policy.decide`; a refusal ends the test unless it is asked for."""

    def __init__(
        self, *directives: dict[str, Any], now: datetime | None = None, **said: Any
    ) -> None:
        self.conclusion = a_conclusion(*directives, **said)
        self.now = now or at(self.conclusion.issued_on)
        self.events: list[Any] = []
        self.case: Case = cases_of(self.conclusion)[0]
        self._decided(decide(self.case, [], self.now))

    @property
    def one(self) -> Assignment:
        """The first assignment."""
        return next(iter(self.case.assignments.values()))

    def waits_until(self, moment: datetime) -> "Story":
        """Let time pass as the engine does: waking at every moment that something asks for."""
        from policy.decide import next_wake_at

        while (wake := next_wake_at(self.case)) is not None and wake <= moment:
            self._decided(decide(self.case, [], wake))
        self.now = moment
        return self

    def outage_until(self, moment: datetime) -> "Story":
        """Let time pass while nothing runs; then everything is due at once."""
        self.now = moment
        self._decided(decide(self.case, [], moment))
        return self

    def does(self, name: str, office: str, role: str | None = None, **said: Any) -> "Story":
        """An act on the first assignment (or `target`) now."""
        target = said.pop("target", self.one.id)
        decision = decide(self.case, [a_command(name, target, office, role, **said)], self.now)
        for refusal in decision.refused.values():
            raise refusal
        self._decided(decision)
        return self

    def lead(self, name: str, **said: Any) -> "Story":
        return self.does(name, self.one.holder, "focal_point", **said)

    def office(self, name: str, **said: Any) -> "Story":
        return self.does(name, self.case.standing_office, "examiner", **said)

    def rungs(self, obligation: str = "final_evidence") -> list[tuple[str, str]]:
        """Rungs recorded so far: name and what became of them."""
        return [
            (event.payload["rung"], event.type.value.removeprefix("Rung").lower())
            for event in self.events
            if event.payload.get("obligation") == obligation and event.type.value.startswith("Rung")
        ]

    def _decided(self, decision: Decision) -> None:
        self.events += decision.events
        self.case = decision.case
