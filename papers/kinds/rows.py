"""Assignments as rows of the tables that letters and reports carry."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from papers.kinds.offices import names_of
from papers.paper import Cell, Column, Table
from papers.writing import day
from schemas.agencies import name_of
from schemas.labels import schedule_word, state_word
from schemas.reporting import Said, Work
from schemas.states import Schedule, State

__all__ = ["causes_in", "follow_up_table", "given_by", "lagging_table", "overdue_table", "standing"]

_NO_CAUSE: Final = "Cơ quan chưa báo cáo nguyên nhân."
_PARTS: Final = (
    ("causes", "Nguyên nhân"),
    ("bottlenecks", "Vướng mắc"),
    ("limits", "Hạn chế"),
    ("shortcomings", "Tồn tại"),
    ("explanation", "Giải trình"),
)


def given_by(work: Work) -> str:
    """The document that gave the work: number, day and clause; the code of the work names it as well."""
    number = f"Thông báo số {work.number}" if work.number else "Kết luận"
    where = f", mục {work.clause}" if work.clause else f", chỉ đạo {work.n}"
    return f"{number} ngày {day(work.issued_on)}{where}"


def standing(work: Work) -> str:
    """State and schedule in words, with progress as the agency declares it."""
    words = [schedule_word(Schedule(work.schedule), "vi")]
    if not work.is_done and work.schedule not in {Schedule.SUSPENDED, Schedule.WITHDRAWN}:
        words.append(state_word(State(work.state), "vi").lower())
    if work.progress is not None and not work.is_done:
        words.append(f"tự báo {work.progress}%")
    if work.is_done and work.submitted_on:
        words.append(f"gửi ngày {day(work.submitted_on)}")
    return "; ".join(words)


def causes_in(said: Said | None) -> str:
    """What hinders, in the agency's own words, with the day of its report."""
    if said is None:
        return _NO_CAUSE
    parts = [
        f"{name}: {text.strip()}" for field, name in _PARTS if (text := getattr(said, field, None))
    ]
    return "\n".join([*parts, f"(báo cáo ngày {day(said.on)})"])


def overdue_table(works: Sequence[Work], as_of: date) -> Table:
    """The annex of an urging letter (list of Decree 30's annex form): what, by which document, how late."""
    columns = (
        Column("STT", 0.6, "number"),
        Column("Nội dung nhiệm vụ", 4.2),
        Column("Văn bản giao", 2.2),
        Column("Chủ trì", 1.4),
        Column("Phối hợp", 1.5),
        Column("Thời hạn", 1.2, "date"),
        Column("Tình trạng", 1.6),
        Column("Số ngày quá hạn", 0.8, "number"),
        Column("Mã nhiệm vụ", 1.6),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *(number, work.text, given_by(work), name_of(work.holder, as_of)),
            *(names_of(work.coordinating, as_of), work.due_on, standing(work)),
            *(work.days_late, work.id),
        )
        for number, work in enumerate(works, start=1)
    ]
    return Table(
        sheet="Nhiệm vụ quá hạn", columns=columns, rows=rows, empty="Không có nhiệm vụ quá hạn."
    )


def follow_up_table(works: Sequence[Work], as_of: date, sheet: str = "Theo dõi") -> Table:
    """Every assignment of a conclusion, or all that one agency got."""
    columns = (
        Column("STT", 0.6, "number"),
        Column("Mục", 0.7),
        Column("Nội dung nhiệm vụ", 4.0),
        Column("Kết quả phải đạt", 1.6),
        Column("Chủ trì", 1.5),
        Column("Phối hợp", 1.4),
        Column("Thời hạn", 1.2, "date"),
        Column("Tình trạng", 1.6),
        Column("Số ngày quá hạn", 0.8, "number"),
        Column("Mã nhiệm vụ", 1.5),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *(number, work.clause or str(work.n), work.text, work.product or "kết quả chưa rõ"),
            *(name_of(work.holder, as_of), names_of(work.coordinating, as_of)),
            *(work.due_on or work.raw, standing(work), work.days_late or None, work.id),
        )
        for number, work in enumerate(works, start=1)
    ]
    return Table(sheet=sheet, columns=columns, rows=rows, empty="Không có nhiệm vụ.")


def lagging_table(works: Sequence[Work], as_of: date, *, sheet: str, until: date) -> Table:
    """What was not done, or carried over: by agency, with age and the causes that the agency itself reports."""
    columns = (
        Column("STT", 0.6, "number"),
        Column("Cơ quan chủ trì", 1.5),
        Column("Nội dung nhiệm vụ", 3.8),
        Column("Văn bản giao", 1.9),
        Column("Hạn tính tuổi", 1.2, "date"),
        Column("Hạn hiện hành", 1.2, "date"),
        Column("Tình trạng", 1.6),
        Column("Tuổi (ngày)", 0.8, "number"),
        Column("Tồn tại, nguyên nhân theo báo cáo của cơ quan", 3.0),
        Column("Mã nhiệm vụ", 1.5),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *(number, name_of(work.holder, as_of), work.text, given_by(work)),
            *(work.owed_since, work.due_on or work.raw, standing(work), work.age_on(until)),
            *(causes_in(work.said), work.id),
        )
        for number, work in enumerate(works, start=1)
    ]
    return Table(sheet=sheet, columns=columns, rows=rows)
