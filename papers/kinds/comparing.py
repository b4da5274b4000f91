"""A period in words, and beside the period before: where work stood, and what happened."""

from typing import Final

from papers.kinds.counting import HEADS
from papers.paper import Block, Cell, Column, Table, Text
from papers.writing import day
from schemas.reporting import PeriodFigures, Span
from schemas.states import Schedule

__all__ = ["comparison", "named"]

_FACTS: Final = (
    ("AssignmentOpened", "Nhiệm vụ được giao"),
    ("Acknowledged", "Lượt tiếp nhận"),
    ("ReportSubmitted", "Báo cáo của cơ quan"),
    ("EvidenceSubmitted", "Lượt gửi minh chứng"),
    ("EvidenceAccepted", "Minh chứng được chấp nhận"),
    ("EvidenceReturned", "Minh chứng bị trả lại"),
    ("ExtensionRequested", "Đề nghị gia hạn"),
    ("ExtensionGranted", "Gia hạn được chấp nhận"),
    ("ExtensionRefused", "Gia hạn bị từ chối"),
    ("Reassigned", "Chuyển cơ quan"),
    ("HandedOver", "Chuyển giao khi cơ quan chấm dứt"),
    ("RungSent-", "Lần nhắc trước hạn"),
    ("RungSent+", "Lần báo cáo lên cấp trên vì chậm"),
)
_QUARTERS: Final = ("I", "II", "III", "IV")


def named(span: Span) -> str:
    """A period in words: 6 tháng đầu năm 2023, quý III năm 2023, tháng 7 năm 2023, năm 2023."""
    year, place = span.first.year, (span.first.month - 1) // span.months
    match span.months:
        case 1:
            return f"tháng {span.first.month} năm {year}"
        case 3:
            return f"quý {_QUARTERS[place]} năm {year}"
        case 6:
            return f"6 tháng {('đầu', 'cuối')[place]} năm {year}"
    return f"năm {year}"


def comparison(figures: PeriodFigures) -> tuple[Block, ...]:
    """Section V of the report."""
    now, then = figures.total, figures.total_before
    standing: list[tuple[Cell, ...]] = [
        _compared(head, now[key], then[key])
        for head, key in zip(HEADS, ("total", *(group.value for group in Schedule)), strict=True)
    ]
    happened = [
        _compared(head, figures.facts.get(fact, 0), figures.facts_before.get(fact, 0))
        for fact, head in _FACTS
    ]
    columns = (
        Column("Chỉ số", 3.2),
        Column(_first_capital(named(figures.span)), 1.2, "number"),
        Column(_first_capital(named(figures.before)), 1.2, "number"),
        Column("Tăng, giảm", 1, "number"),
    )
    return (
        Text("V. SO SÁNH VỚI KỲ TRƯỚC", "heading"),
        Table(
            sheet="So sánh tình trạng",
            caption=f"Tình trạng tính đến hết ngày {day(figures.as_of)}, so với hết ngày {day(figures.before.last)}",
            columns=columns,
            rows=standing,
        ),
        Table(
            sheet="So sánh diễn biến",
            caption=f"Diễn biến trong kỳ, so với {named(figures.before)}",
            columns=columns,
            rows=happened,
            notes=("Diễn biến trong kỳ được tính từ ngày đầu kỳ đến ngày cuối kỳ, nhưng không quá ngày trích xuất.",),
        ),
    )  # fmt: skip


def _compared(head: str, now: int, then: int) -> tuple[Cell, ...]:
    return head, now, then, now - then


def _first_capital(words: str) -> str:
    return words[:1].upper() + words[1:]
