"""The periodic report: counts with their formulas, what was not done and why, what was carried over, indicators, comparison."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from papers.kinds.comparing import comparison, named
from papers.kinds.counting import counts_table, rates_of, share_of
from papers.kinds.offices import head_of, signer_of
from papers.kinds.rows import lagging_table
from papers.paper import Annex, Block, Cell, Column, Facts, Paper, Plot, Table, Text
from papers.writing import day, rate, whole
from schemas.agencies import name_of
from schemas.reporting import IndicatorCourse, PeriodFigures, Work

__all__ = ["AGES", "periodic_report"]

AGES: Final = (30, 90, 180, 365)
"""Days at which the groups of age end."""
MOST_PLOTS: Final = 24
"""Plots of one report; the table beneath them has every indicator."""


def periodic_report(figures: PeriodFigures, *, facts: Facts) -> Paper:
    """Báo cáo tình hình thực hiện trong kỳ."""
    as_of, office, period = figures.as_of, figures.office, named(figures.span)
    return Paper(
        name=f"bao-cao_{figures.span.name}_{as_of}",
        head=head_of(office, as_of, "BC"),
        kind="BÁO CÁO",
        subject=f"Tình hình thực hiện các kết luận, chỉ đạo của Thủ tướng Chính phủ {period}",
        facts=facts,
        addressees=("Thủ tướng Chính phủ",),
        body=(
            Text(f"{name_of(office, as_of)} báo cáo Thủ tướng Chính phủ tình hình thực hiện các kết luận, chỉ đạo {period} (từ ngày {day(figures.span.first)} đến ngày {day(figures.span.last)}); số liệu từ sổ theo dõi, tính đến hết ngày {day(as_of)}."),
            *_situation(figures),
            *_not_done(figures, period),
            *_carried(figures),
            *_indicators(figures),
            *comparison(figures),
            *_proposals(figures),
            Text(f"{name_of(office, as_of)} kính báo cáo Thủ tướng Chính phủ./."),
        ),
        recipients=("Như trên;", "Các Phó Thủ tướng (để b/c);", "Các bộ, ngành, địa phương liên quan;", "Lưu: VT, ……."),
        signer=signer_of(office, as_of),
        annexes=(
            Annex(f"Nhiệm vụ đến hạn {period} chưa hoàn thành trong kỳ, theo cơ quan, kèm nguyên nhân", lagging_table(figures.not_done, as_of, sheet="Chưa hoàn thành", until=as_of)),
            Annex("Nhiệm vụ chuyển tiếp từ các kỳ trước và tuổi của từng nhiệm vụ", lagging_table(figures.carried, as_of, sheet="Chuyển tiếp", until=as_of)),
        ),
    )  # fmt: skip


def _situation(figures: PeriodFigures) -> tuple[Block, ...]:
    total = figures.total
    completed, punctual, overdue = rates_of(total)
    return (
        Text("I. TÌNH HÌNH CHUNG", "heading"),
        Text(f"Đang theo dõi {whole(total['total'])} nhiệm vụ: hoàn thành đúng hạn {whole(total['done_on_time'])}, hoàn thành quá hạn {whole(total['done_late'])}, trong hạn {whole(total['open_in_time'])}, quá hạn {whole(total['open_overdue'])}, không có hạn {whole(total['no_deadline'])}, tạm dừng {whole(total['suspended'])}, thu hồi {whole(total['withdrawn'])}. Tỷ lệ hoàn thành {rate(completed)}; tỷ lệ đúng hạn {rate(punctual)}; tỷ lệ quá hạn {rate(overdue)}."),
        *(counts_table(figures, by) for by in ("level", "agency", "programme")),
    )  # fmt: skip


def _not_done(figures: PeriodFigures, period: str) -> tuple[Block, ...]:
    lagging = Counter(work.holder for work in figures.not_done)
    now_done = Counter(work.holder for work in figures.not_done if work.is_done)
    silent = sum(work.said is None for work in figures.not_done)
    due = sum(figures.due.values())
    rows: list[tuple[Cell, ...]] = [
        (
            *(name_of(code, figures.as_of), figures.due[code], lagging[code], now_done[code]),
            share_of(lagging[code], figures.due[code]),
        )
        for code in sorted(figures.due, key=lambda code: (-lagging[code], code))
    ]
    total = ("Tổng", due, len(figures.not_done), sum(now_done.values()), share_of(len(figures.not_done), due))  # fmt: skip
    return (
        Text("II. NHIỆM VỤ ĐẾN HẠN CHƯA HOÀN THÀNH TRONG KỲ", "heading"),
        Text(f"Có {whole(due)} nhiệm vụ đến hạn {period}; {whole(len(figures.not_done))} nhiệm vụ chưa hoàn thành khi hết kỳ, trong đó {whole(sum(now_done.values()))} nhiệm vụ đã hoàn thành sau kỳ, tính đến ngày trích xuất. Danh sách theo cơ quan và nguyên nhân do cơ quan báo cáo tại Phụ lục I; {whole(silent)} nhiệm vụ cơ quan chưa báo cáo nguyên nhân."),
        Table(
            sheet="Đến hạn trong kỳ",
            caption="Nhiệm vụ đến hạn trong kỳ, theo cơ quan",
            columns=(
                Column("Cơ quan", 4),
                Column("Đến hạn trong kỳ", 1.2, "number"),
                Column("Chưa hoàn thành khi hết kỳ", 1.5, "number"),
                Column("Trong đó hoàn thành sau kỳ", 1.5, "number"),
                Column("Tỷ lệ chưa hoàn thành", 1.3, "rate"),
            ),
            rows=[*rows, total] if rows else [],
            notes=(
                "Đến hạn trong kỳ: hạn hiện hành (với nhiệm vụ chuyển tiếp: hạn đầu tiên) nằm trong kỳ; không tính nhiệm vụ tạm dừng, thu hồi.",
                "Tỷ lệ chưa hoàn thành = chưa hoàn thành khi hết kỳ ÷ đến hạn trong kỳ.",
            ),
            ends_with_total=bool(rows),
        ),
    )  # fmt: skip


def _carried(figures: PeriodFigures) -> tuple[Block, ...]:
    still = [work for work in figures.carried if not work.is_done]
    return (
        Text("III. NHIỆM VỤ CHUYỂN TIẾP TỪ KỲ TRƯỚC", "heading"),
        Text(f"Có {whole(len(figures.carried))} nhiệm vụ đến hạn trước ngày {day(figures.span.first)} mà chưa hoàn thành khi vào kỳ; {whole(len(figures.carried) - len(still))} nhiệm vụ đã hoàn thành, {whole(len(still))} nhiệm vụ chưa hoàn thành. Danh sách và tuổi từng nhiệm vụ tại Phụ lục II."),
        Table(
            sheet="Tuổi chuyển tiếp",
            caption="Nhiệm vụ chuyển tiếp chưa hoàn thành, theo tuổi",
            columns=(Column("Tuổi tính từ hạn đầu tiên", 3), Column("Số nhiệm vụ", 1, "number")),
            rows=_by_age(still, figures.as_of),
            ends_with_total=True,
        ),
    )  # fmt: skip


def _by_age(works: Sequence[Work], as_of: date) -> list[tuple[Cell, ...]]:
    ages = [work.age_on(as_of) for work in works]
    bounds = (-1, *AGES)
    rows: list[tuple[Cell, ...]] = [
        (f"{low + 1}–{high} ngày", sum(low < age <= high for age in ages))
        for low, high in pairwise(bounds)
    ]
    rows.append((f"Trên {AGES[-1]} ngày", sum(age > AGES[-1] for age in ages)))
    return [*rows, ("Tổng", len(ages))]


def _indicators(figures: PeriodFigures) -> tuple[Block, ...]:
    if not figures.indicators:
        return (
            Text("IV. CHỈ TIÊU SO VỚI LỘ TRÌNH", "heading"),
            Text("Không có chỉ tiêu đo lường được trong các kết luận đang theo dõi."),
        )
    rows: list[tuple[Cell, ...]] = [
        (
            *(one.name, name_of(one.holder, figures.as_of), one.unit),
            *(one.expected, one.value, one.target, one.by, _verdict(one)),
        )
        for one in figures.indicators
    ]
    return (
        Text("IV. CHỈ TIÊU SO VỚI LỘ TRÌNH", "heading"),
        Text(f"Theo dõi {whole(len(figures.indicators))} chỉ tiêu; {whole(figures.total.get('behind', 0))} nhiệm vụ có chỉ tiêu chậm so với lộ trình."),
        *(_plot(one, figures.as_of) for one in figures.indicators[:MOST_PLOTS]),
        Table(
            sheet="Chỉ tiêu",
            caption="Chỉ tiêu so với lộ trình",
            columns=(
                Column("Chỉ tiêu", 3),
                Column("Cơ quan", 2.2),
                Column("Đơn vị", 0.9),
                Column("Lộ trình đến ngày", 1, "decimal"),
                Column("Đã báo cáo", 1, "decimal"),
                Column("Mục tiêu", 1, "decimal"),
                Column("Đến ngày", 1.3, "date"),
                Column("So với lộ trình", 1.3),
            ),
            rows=rows,
            notes=("Lộ trình đến ngày: mức của mốc gần nhất đã qua. Chậm: giá trị mới nhất chưa đạt mức của một mốc đã qua; nhiệm vụ đã khép hoặc tạm dừng không tính.",),
        ),
    )  # fmt: skip


def _plot(one: IndicatorCourse, as_of: date) -> Plot:
    return Plot(
        title=f"{one.name} – {name_of(one.holder, as_of)}",
        unit=one.unit,
        path=one.trajectory,
        reported=one.reported,
        target=one.target,
        by=one.by,
        as_of=as_of,
    )


def _verdict(one: IndicatorCourse) -> str:
    """In words; whether it is behind was decided by the rules of the register."""
    if one.behind:
        return "chậm" if one.value is not None else "chậm, chưa báo cáo"
    if one.value is None:
        return "chưa báo cáo"
    return "chưa đến mốc" if one.expected is None else "đạt"


def _proposals(figures: PeriodFigures) -> tuple[Block, ...]:
    """What agencies propose, each proposal once with those who make it."""
    by_text: defaultdict[str, set[str]] = defaultdict(set)
    for work in (*figures.not_done, *figures.carried):
        if work.said and work.said.proposals:
            by_text[work.said.proposals.strip()].add(name_of(work.holder, figures.as_of))
    rows: list[tuple[Cell, ...]] = [
        (text, "; ".join(sorted(names))) for text, names in sorted(by_text.items())
    ]
    return (
        Text("VI. KIẾN NGHỊ CỦA CÁC CƠ QUAN", "heading"),
        Table(
            sheet="Kiến nghị",
            columns=(Column("Kiến nghị trong báo cáo của cơ quan", 4), Column("Cơ quan", 3)),
            rows=rows,
            empty="Các cơ quan không nêu kiến nghị.",
        ),
    )
