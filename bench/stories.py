"""Conclusions and commands for the benchmarks: as large as the budgets say, as wordy as real ones."""

import random
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from schemas.agencies import AgencyLevel, valid_on
from schemas.commands import COMMANDS, Command, EvidenceFile
from schemas.conclusion import Conclusion
from schemas.ids import assignment_id

ISSUED_ON: Final = date(2023, 7, 12)
"""A Wednesday; there were 63 provinces."""
FAR_AWAY: Final = date(2099, 12, 31)
OFFICE: Final = "G22"
LEAD: Final = "G18"
STEPS: Final = ("acknowledge", "submit_report", "submit_evidence")
"""What an agency does on an assignment, in this order."""

_VOCABULARY: Final = (
    "hoàn thiện trình cấp có thẩm quyền ban hành đề án kế hoạch rà soát thủ tục hành chính kết nối chia sẻ dữ liệu "
    "dân cư chuyển đổi số cơ sở dữ liệu quốc gia nền tảng dịch vụ công trực tuyến hạ tầng an toàn thông tin giải ngân "
    "vốn đầu tư công tháo gỡ vướng mắc doanh nghiệp người dân báo cáo Thủ tướng Chính phủ kết quả thực hiện phối hợp"
)
_WORDS: Final = _VOCABULARY.split()
_SHORT_FIELDS: Final[dict[str, dict[str, Any]]] = {
    "review_evidence": {"verdict": "accept"},
    "name_unit": {"unit": "Vụ Kế hoạch"},
}


@lru_cache(maxsize=1)
def provinces() -> tuple[str, ...]:
    """The codes of the 63 provinces of 2023."""
    return tuple(one.code for one in valid_on(ISSUED_ON) if one.level is AgencyLevel.PROVINCE)


@lru_cache(maxsize=1)
def everybody() -> tuple[str, ...]:
    """The codes of all bodies of 2023."""
    return tuple(one.code for one in valid_on(ISSUED_ON))


def wording(chance: random.Random, words: int = 40) -> str:
    """A sentence of an official's vocabulary."""
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."


def a_conclusion(ref: str, leads: list[tuple[str, ...]], **said: Any) -> Conclusion:
    """A conclusion with one directive for each tuple of lead agencies."""
    chance = random.Random(ref)  # noqa: S311 - the same words in every run
    due_on = said.pop("due_on", FAR_AWAY)
    deadline = {"raw": f"trước ngày {due_on:%d/%m/%Y}", "precision": "day", "due_on": due_on}
    directives = [
        {
            "n": n,
            "clause": f"II.{n}",
            "text": wording(chance),
            "assignees": codes,
            "deadline": deadline,
            "product": wording(chance, 8),
        }
        for n, codes in enumerate(leads, start=1)
    ]
    ordinary = {
        "ref": ref,
        "issued_on": ISSUED_ON,
        "session": 6,
        "title": "Thông báo kết luận (đo tốc độ)",
        "standing_office": OFFICE,
        "programmes": ("chuyen-doi-so",),
        "directives": directives,
    }
    return Conclusion.model_validate(ordinary | said)


def to_all_provinces(ref: str, directives: int = 31, **said: Any) -> Conclusion:
    """Directives that all 63 provinces have to carry out: 31 make 1,953 assignments."""
    return a_conclusion(ref, [provinces()] * directives, **said)


def to_one_each(ref: str, directives: int = 200, **said: Any) -> Conclusion:
    """Directives of one lead agency each."""
    bodies = everybody()
    return a_conclusion(ref, [(bodies[n % len(bodies)],) for n in range(directives)], **said)


class Writer:
    """Makes commands with ids of their own."""

    def __init__(self, seed: str, file: EvidenceFile) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - the same story in every run
        self._file = file

    def command(self, name: str, target: str, *, office: str | None = None) -> Command:
        """One act of the lead agency, or of the office named."""
        by = office or target.rpartition("@")[2]
        role = "focal_point" if office is None else "examiner"
        said = {
            "command_id": str(UUID(int=self._chance.getrandbits(128), version=4)),
            "target": target,
            "actor": {"office": by, "role": role, "person": None},
        }
        return COMMANDS[name].model_validate(said | self._fields(name))

    def life_of(self, target: str) -> Iterator[Command]:
        """What its agency does on an assignment."""
        return (self.command(name, target) for name in STEPS)

    def _fields(self, name: str) -> dict[str, Any]:
        if name == "submit_report":
            return {"period": "2023-07", "results": wording(self._chance), "progress": 40}
        if name == "submit_evidence":
            number = {"document_no": "77/BC", "document_date": "2023-08-01"}
            return {"files": [self._file.model_dump()]} | number
        return _SHORT_FIELDS.get(name, {})


def ids_of(conclusion: Conclusion) -> list[str]:
    """The ids of its assignments."""
    return [
        assignment_id(conclusion.ref, directive.n, code)
        for directive in conclusion.directives
        for code in directive.assignees
    ]
