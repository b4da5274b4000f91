"""Values of papers as the register would give them; what a test does not say is ordinary."""

from dataclasses import replace
from datetime import date
from typing import Any

from papers.paper import Facts
from schemas.reporting import IndicatorCourse, PeriodFigures, Said, Span, Work
from tests.builders import at

DAY = date(2023, 12, 31)
FACTS = Facts(DAY, "thử", at(DAY))
GROUPS = ("done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline", "suspended", "withdrawn")  # fmt: skip
NOTHING = dict.fromkeys((*GROUPS, "total"), 0)


def a_work(n: int = 1, **said: Any) -> Work:
    """Overdue work of Bộ Y tế."""
    ordinary = Work(
        id=f"kl/vi-du/{n}@G18",
        conclusion="kl/vi-du",
        number="294/TB-VPCP",
        issued_on=date(2023, 7, 12),
        title="Kết luận của Thủ tướng Chính phủ (ví dụ)",
        standing_office="G22",
        clause=f"II.{n}",
        n=n,
        text=f"Hoàn thành nhiệm vụ số {n} về chuyển đổi số trong khám, chữa bệnh.",
        product="Báo cáo kết quả",
        holder="G18",
        level="ministry",
        coordinating=("G01", "các địa phương"),
        raw="trước ngày 31/10/2023",
        due_on=date(2023, 10, 31),
        first_due_on=date(2023, 10, 31),
        set_by=None,
        origin_period=None,
        origin_due_on=None,
        state="in_progress",
        schedule="open_overdue",
        days_late=61,
        progress=40,
        submitted_on=None,
        illustrative=False,
        said=Said(on=date(2023, 12, 25), causes="Chờ ý kiến của Bộ Công an."),
    )
    return replace(ordinary, **said)


def an_indicator(**said: Any) -> IndicatorCourse:
    """A share that should rise, reported three times."""
    ordinary = IndicatorCourse(
        assignment="kl/vi-du/1@G18",
        holder="G18",
        name="Tỷ lệ hồ sơ sức khỏe điện tử",
        unit="%",
        baseline=10.0,
        target=90.0,
        by=date(2025, 12, 31),
        trajectory=((date(2022, 12, 31), 30.0), (date(2023, 12, 30), 50.0), (date(2024, 12, 31), 70.0), (date(2025, 12, 31), 90.0)),
        reported=((date(2023, 3, 31), 33.5), (date(2023, 6, 30), 38.0), (date(2023, 11, 30), 44.25)),
        value=44.25,
        expected=50.0,
        behind=True,
    )  # fmt: skip
    return replace(ordinary, **said)


def some_figures(**said: Any) -> PeriodFigures:
    """A half-year in which nothing is known; say what is."""
    ordinary = PeriodFigures(
        span=Span("2023-H2", date(2023, 7, 1), date(2023, 12, 31), 6),
        as_of=DAY,
        office="G22",
        by={"agency": (), "level": (), "programme": ()},
        total=NOTHING,
        before=Span("2023-H1", date(2023, 1, 1), date(2023, 6, 30), 6),
        total_before=NOTHING,
        facts={},
        facts_before={},
        not_done=(),
        carried=(),
        due={},
        indicators=(),
    )
    return replace(ordinary, **said)
