"""The periodic report: counts with their formulas, what was not done and why, what was carried over, indicators, comparison."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from papers.offices import head_of, signer_of
from papers.paper import Annex, Block, Cell, Column, Facts, Paper, Plot, Table, Text
from papers.rows import lagging_table
from papers.writing import day, rate, whole
from schemas.agencies import Level, name_of
from schemas.reporting import Counts, IndicatorCourse, PeriodFigures, Span, Work
from schemas.states import Schedule

__all__ = ["AGES", "FORMULAS", "named", "periodic_report", "rates_of"]

FORMULAS: Final = (
    "Giao = hoàn thành đúng hạn + hoàn thành quá hạn + trong hạn + quá hạn + không có hạn + tạm dừng + thu hồi.",
    "Tỷ lệ hoàn thành = (hoàn thành đúng hạn + hoàn thành quá hạn) ÷ (giao − thu hồi).",
    "Tỷ lệ đúng hạn = hoàn thành đúng hạn ÷ (hoàn thành đúng hạn + hoàn thành quá hạn).",
    "Tỷ lệ quá hạn = quá hạn ÷ (hoàn thành đúng hạn + hoàn thành quá hạn + quá hạn).",
)
AGES: Final = (30, 90, 180, 365)
"""Days at which the groups of age end."""
MOST_PLOTS: Final = 24
"""Plots of one report; the table beneath them has every indicator."""
_HEADS: Final = (
    "Giao",
    "HT đúng hạn",
    "HT quá hạn",
    "Trong hạn",
    "Quá hạn",
    "Không hạn",
    "Tạm dừng",
    "Thu hồi",
)
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
_LEVELS: Final = {Level.NATIONAL: "Quốc gia", Level.MINISTRY: "Bộ, ngành", Level.LOCAL: "Địa phương"}  # fmt: skip
_BY: Final = {"level": "cấp", "agency": "cơ quan", "programme": "chương trình"}
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


def rates_of(counts: Counts) -> tuple[float | None, float | None, float | None]:
    """Completion, punctuality, overdue: by the formulas printed beside them; None where nothing can be divided."""
    done = counts["done_on_time"] + counts["done_late"]
    return (
        _share(done, counts["total"] - counts["withdrawn"]),
        _share(counts["done_on_time"], done),
        _share(counts["open_overdue"], done + counts["open_overdue"]),
    )


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
            *_comparison(figures),
            *_proposals(figures),
            Text(f"{name_of(office, as_of)} kính báo cáo Thủ tướng Chính phủ./."),
        ),
        recipients=("Thủ tướng, các Phó Thủ tướng (để b/c);", "Các bộ, ngành, địa phương liên quan;", "Lưu: VT, ……"),
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
        *(_counted(figures, by) for by in ("level", "agency", "programme")),
    )  # fmt: skip


def _counted(figures: PeriodFigures, by: str) -> Table:
    order = list(_LEVELS)
    told = sorted(
        figures.by[by], key=lambda row: order.index(Level(row[0])) if by == "level" else 0
    )
    rows = [_counts_row(_key(by, key, figures.as_of), counts) for key, counts in told]
    columns = (
        Column(_first_capital(_BY[by]), 3.4),
        *(Column(head, 0.86, "number") for head in _HEADS),
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


def _not_done(figures: PeriodFigures, period: str) -> tuple[Block, ...]:
    lagging = Counter(work.holder for work in figures.not_done)
    now_done = Counter(work.holder for work in figures.not_done if work.is_done)
    silent = sum(work.said is None for work in figures.not_done)
    due = sum(figures.due.values())
    rows: list[tuple[Cell, ...]] = [
        (
            *(name_of(code, figures.as_of), figures.due[code], lagging[code], now_done[code]),
            _share(lagging[code], figures.due[code]),
        )
        for code in sorted(figures.due, key=lambda code: (-lagging[code], code))
    ]
    total = ("Tổng", due, len(figures.not_done), sum(now_done.values()), _share(len(figures.not_done), due))  # fmt: skip
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


def _comparison(figures: PeriodFigures) -> tuple[Block, ...]:
    now, then = figures.total, figures.total_before
    standing: list[tuple[Cell, ...]] = [
        _compared(head, now[key], then[key])
        for head, key in zip(_HEADS, ("total", *(group.value for group in Schedule)), strict=True)
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


def _first_capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _share(part: int, whole_: int) -> float | None:
    return part / whole_ if whole_ else None
