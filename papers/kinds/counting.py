"""How counts are shown: the seven groups, the three rates and their formulas, by level, agency and programme."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from papers.paper import Cell, Column, Table
from schemas.agencies import Level, name_of
from schemas.reporting import Counts, PeriodFigures
from schemas.states import Schedule

__all__ = ["FORMULAS", "HEADS", "counts_table", "rates_of", "share_of"]

FORMULAS: Final = (
    "Giao = hoàn thành đúng hạn + hoàn thành quá hạn + trong hạn + quá hạn + không có hạn + tạm dừng + thu hồi.",
    "Tỷ lệ hoàn thành = (hoàn thành đúng hạn + hoàn thành quá hạn) ÷ (giao − thu hồi).",
    "Tỷ lệ đúng hạn = hoàn thành đúng hạn ÷ (hoàn thành đúng hạn + hoàn thành quá hạn).",
    "Tỷ lệ quá hạn = quá hạn ÷ (hoàn thành đúng hạn + hoàn thành quá hạn + quá hạn).",
)
HEADS: Final = (
    "Giao",
    "HT đúng hạn",
    "HT quá hạn",
    "Trong hạn",
    "Quá hạn",
    "Không hạn",
    "Tạm dừng",
    "Thu hồi",
)
_LEVELS: Final = {Level.NATIONAL: "Quốc gia", Level.MINISTRY: "Bộ, ngành", Level.LOCAL: "Địa phương"}  # fmt: skip
_BY: Final = {"level": "cấp", "agency": "cơ quan", "programme": "chương trình"}


def rates_of(counts: Counts) -> tuple[float | None, float | None, float | None]:
    """Completion, punctuality, overdue: by the formulas printed beside them; None where nothing can be divided."""
    done = counts["done_on_time"] + counts["done_late"]
    return (
        share_of(done, counts["total"] - counts["withdrawn"]),
        share_of(counts["done_on_time"], done),
        share_of(counts["open_overdue"], done + counts["open_overdue"]),
    )


def counts_table(figures: PeriodFigures, by: str) -> Table:
    """The rows of `stats` by level, agency or programme, and their sum."""
    order = list(_LEVELS)
    told = sorted(
        figures.by[by], key=lambda row: order.index(Level(row[0])) if by == "level" else 0
    )
    rows = [_counts_row(_key(by, key, figures.as_of), counts) for key, counts in told]
    columns = (
        Column(_BY[by].capitalize(), 3.4),
        *(Column(head, 0.86, "number") for head in HEADS),
        *(Column(head, 1.02, "rate") for head in ("Tỷ lệ HT", "Tỷ lệ đúng hạn", "Tỷ lệ quá hạn")),
    )
    several = ("Một nhiệm vụ thuộc nhiều chương trình được tính ở từng chương trình, và một lần ở dòng Tổng.",)  # fmt: skip
    return Table(
        sheet=f"Theo {_BY[by]}",
        caption=f"Bảng theo {_BY[by]}",
        columns=columns,
        rows=[*rows, _counts_row("Tổng", figures.total)],
        notes=FORMULAS if by == "level" else several if by == "programme" else (),
        ends_with_total=True,
    )


def _counts_row(name: str, counts: Mapping[str, int]) -> tuple[Cell, ...]:
    return (
        name,
        counts["total"],
        *(counts[group.value] for group in Schedule),
        *rates_of(counts),
    )


def _key(by: str, key: str, as_of: date) -> str:
    if by == "agency":
        return name_of(key, as_of)
    if by == "level":
        return _LEVELS[Level(key)]
    return key or "(không thuộc chương trình)"


def share_of(part: int, whole: int) -> float | None:
    """A part as a fraction; None where there is nothing to divide by."""
    return part / whole if whole else None
