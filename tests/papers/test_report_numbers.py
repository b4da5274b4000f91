"""Every number of the report is what the event log says when somebody else counts."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from papers.formats import Format, render
from papers.kinds.counting import rates_of
from papers.kinds.report import AGES, periodic_report
from papers.paper import Facts, Paper, tables_of
from papers.writing import clean, written
from policy.periods import period_named
from register import reads
from schemas.agencies import name_of
from schemas.reporting import PeriodFigures
from tests.builders import a_conclusion, a_directive, at
from tests.papers.reading import pages_in, sheets_in
from tests.papers.reckoning import DONE, GROUPS, Desk, facts, reckoned
from tests.register.builders import Book, Pool, a_varied_conclusion

ASKED = [
    ("2023-H2", date(2024, 1, 20)),
    ("2023-H1", date(2024, 1, 20)),
    ("2023-H1", date(2023, 7, 14)),
    ("2023-Q3", date(2023, 12, 31)),
    ("2023-Q4", date(2023, 11, 8)),
    ("2023-10", date(2023, 11, 30)),
    ("2023", date(2024, 2, 29)),
    ("2022", date(2023, 12, 31)),
]
PROGRAMMES: dict[str, list[str]] = {"kl-0": ["a"], "kl-1": ["a", "b"], "kl-2": []}


@pytest.fixture(scope="module")
async def log(shared: Pool) -> list[Any]:
    """Half a year of random acts on three conclusions, and the bare rows of its log."""
    book = Book(shared)
    for ref, programmes in PROGRAMMES.items():
        await book.issues(a_varied_conclusion(ref, programmes=programmes))
    await book.lives(Random(11), days=190, acts=300)
    return list(
        await shared.fetch("SELECT type, target, at, payload FROM event ORDER BY stream, seq")
    )


async def _report(shared: Pool, name: str, as_of: date) -> tuple[PeriodFigures, Paper]:
    period = period_named(name)
    assert period is not None
    figures = await reads.period_figures(shared, period, as_of)
    return figures, periodic_report(figures, facts=Facts(as_of, name, at(as_of)))


def _counts_row(name: str, counts: Counter[str]) -> tuple[Any, ...]:
    numbers = {group: counts[group] for group in GROUPS} | {"total": counts.total()}
    rates = [None if one is None else pytest.approx(one) for one in _rates(numbers)]
    return (name, counts.total(), *(counts[group] for group in GROUPS), *rates)


def _rates(numbers: dict[str, int]) -> list[float | None]:
    """The formulas that are printed beside them, with other words."""
    done = sum(numbers[group] for group in DONE)
    parts = [
        (done, numbers["total"] - numbers["withdrawn"]),
        (numbers["done_on_time"], done),
        (numbers["open_overdue"], done + numbers["open_overdue"]),
    ]
    return [part / whole if whole else None for part, whole in parts]


def _expected(desk: Desk, log: list[Any], figures: PeriodFigures) -> dict[str, list[Any]]:
    """The sheets of the report, reckoned from the log."""
    span, before, as_of = figures.span, figures.before, figures.as_of
    until = min(span.last, as_of)
    eve = span.first - timedelta(days=1)
    whole = sum(desk.by_agency().values(), Counter())
    programmes = {own: PROGRAMMES[own.split("/")[1]] or [""] for own in desk.slips}
    due = desk.owed_between(span.first, until)
    lagging = [slip for slip in due if not desk.was_done_by(slip, until)]
    carried = [slip for slip in desk.owed_between(date.min, eve) if not desk.was_done_by(slip, eve)]
    still = [slip for slip in carried if desk.groups()[slip.id] not in DONE]
    ages = [(as_of - slip.owed).days for slip in still if slip.owed]
    then = sum(reckoned(log, before.last).by_agency().values(), Counter())
    now_facts, then_facts = (
        facts(log, span.first, until),
        facts(log, before.first, eve),
    )
    levels = desk.by_level()
    return {
        "Theo cấp": [
            *(_counts_row(word, levels[key]) for key, word in _LEVELS.items() if key in levels),
            _counts_row("Tổng", whole),
        ],
        "Theo cơ quan": [
            *(_counts_row(name_of(key, as_of), one) for key, one in sorted(desk.by_agency().items())),
            _counts_row("Tổng", whole),
        ],
        "Theo chương trình": [
            *(
                _counts_row(key or "(không thuộc chương trình)", one)
                for key, one in sorted(desk.counts(programmes).items(), key=lambda row: (not row[0], row[0]))
            ),
            _counts_row("Tổng", whole),
        ],
        "Đến hạn trong kỳ": _due_rows(desk, due, lagging, as_of),
        "Tuổi chuyển tiếp": [
            *(
                (f"{low}–{high} ngày", sum(low <= age <= high for age in ages))
                for low, high in zip((0, *(one + 1 for one in AGES)), AGES, strict=False)
            ),
            ("Trên 365 ngày", sum(age > 365 for age in ages)),
            ("Tổng", len(still)),
        ],
        "So sánh tình trạng": [
            (head, now, old, now - old)
            for head, now, old in (
                ("Giao", whole.total(), then.total()),
                *((word, whole[group], then[group]) for word, group in _HEADS),
            )
        ],
        "So sánh diễn biến": [
            (word, now_facts[fact], then_facts[fact], now_facts[fact] - then_facts[fact])
            for fact, word in _FACTS
        ],
        "Chưa hoàn thành": sorted(slip.id for slip in lagging),
        "Chuyển tiếp": sorted(slip.id for slip in carried),
    }  # fmt: skip


def _due_rows(desk: Desk, due: list[Any], lagging: list[Any], as_of: date) -> list[Any]:
    if not due:
        return []
    groups = desk.groups()
    wanted, late = Counter(s.holder for s in due), Counter(s.holder for s in lagging)
    after = Counter(s.holder for s in lagging if groups[s.id] in DONE)
    rows = [
        (name_of(code, as_of), wanted[code], late[code], after[code], pytest.approx(late[code] / wanted[code]))
        for code in sorted(wanted, key=lambda code: (-late[code], code))
    ]  # fmt: skip
    share = pytest.approx(len(lagging) / len(due))
    return [*rows, ("Tổng", len(due), len(lagging), after.total(), share)]


@pytest.mark.parametrize(("name", "as_of"), ASKED)
async def test_every_number_of_the_report_is_reckoned_again_from_the_log(
    shared: Pool, log: list[Any], name: str, as_of: date
) -> None:
    """Counts, rates, what was due, lagging, carried and how old, comparison: the XLSX says what the log says."""
    figures, paper = await _report(shared, name, as_of)

    found = sheets_in(render(paper, Format.XLSX))

    desk = reckoned(log, as_of)
    for sheet, rows in _expected(desk, log, figures).items():
        read = found[sheet]
        if sheet in {"Chưa hoàn thành", "Chuyển tiếp"}:
            read = sorted(row[-1] for row in read)
            assert rows == read, sheet
            _check_ages(desk, found[sheet], as_of)
            _check_words(desk, found[sheet], as_of)
        else:
            assert rows == [row[: len(rows[0])] for row in read], sheet


def _check_ages(desk: Desk, rows: list[tuple[Any, ...]], as_of: date) -> None:
    groups = desk.groups()
    for number, row in enumerate(rows, start=1):
        slip = desk.slips[row[-1]]
        assert slip.owed is not None
        until = (slip.sent_on if groups[slip.id] in DONE else None) or as_of
        assert (number, slip.owed, max(0, (until - slip.owed).days)) == (
            row[0],
            row[4].date(),
            row[7],
        )


def _check_words(desk: Desk, rows: list[tuple[Any, ...]], as_of: date) -> None:
    """Whose it is, by when it is due now, and what its agency says hinders."""
    for row in rows:
        slip = desk.slips[row[-1]]
        assert (name_of(slip.holder, as_of), clean(slip.told)) == (row[1], row[8]), row
        assert slip.due is None or slip.due == row[5].date(), row


async def test_words_of_agencies_are_those_of_the_log(shared: Pool, log: list[Any]) -> None:
    """The causes of whole periods are found in many reports, and every proposal is named once with all who make it."""
    spoken = 0
    for name, as_of in ASKED:
        figures, paper = await _report(shared, name, as_of)
        desk = reckoned(log, as_of)
        lagging = {work.id for work in (*figures.not_done, *figures.carried)}
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for own in lagging:
            slip = desk.slips[own]
            spoken += "Nguyên nhân" in slip.told
            if slip.proposes:
                wanted[slip.proposes].add(name_of(slip.holder, as_of))

        rows = sheets_in(render(paper, Format.XLSX))["Kiến nghị"]

        assert [(said, "; ".join(sorted(who))) for said, who in sorted(wanted.items())] == rows
    assert spoken > 5


@pytest.mark.parametrize(("name", "as_of"), ASKED[:4])
async def test_pdf_prints_the_same_numbers_as_the_table_file(
    shared: Pool, log: list[Any], name: str, as_of: date
) -> None:
    """Row by row, every number of the tables of figures stands in the text of the PDF, as Vietnamese write it."""
    assert log
    _, paper = await _report(shared, name, as_of)

    text = " ".join(pages_in(render(paper, Format.PDF)))

    for table in tables_of(paper):
        numbered = [at for at, column in enumerate(table.columns) if column.kind != "text"]
        if numbered == list(range(1, len(table.columns))):
            for row in table.rows:
                shown = " ".join(written(row[at], table.columns[at]) for at in numbered)
                assert shown in text, (table.sheet, row)


async def test_report_has_the_figures_of_stats(shared: Pool, log: list[Any]) -> None:
    """What `stats` answers for that day is what the report counts by agency, level and programme."""
    assert log
    for name, as_of in ASKED:
        figures, _ = await _report(shared, name, as_of)
        for by in ("agency", "level", "programme"):
            said = await reads.stats(shared, by, as_of)
            rows = [(row.pop("key") or "", row) for row in said["rows"]]
            assert rows == list(figures.by[by])
            assert said["total"] == figures.total


async def test_indicators_stand_as_lists_say_they_stand(pool: Pool) -> None:
    """Every reported value is plotted; newest value, what is asked and what is behind are those of `list` and `stats`."""
    share = {"name": "Tỷ lệ số hoá", "unit": "%", "baseline": 0, "target": 90, "by": "2024-12-31"}
    path = [{"on": "2023-09-30", "value": 30}, {"on": "2023-12-31", "value": 60}]
    book = Book(pool)
    await book.issues(a_conclusion(a_directive(1, indicators=[share | {"trajectory": path}])))
    await book.does("acknowledge", "kl/vi-du/1@G18", "G18", now=at(date(2023, 7, 13)))
    for day, value in (("2023-08-31", 20.5), ("2023-10-31", 35)):
        told = [{"name": "Tỷ lệ số hoá", "value": value, "on": day}]
        now = at(date.fromisoformat(day), 15)
        await book.does("submit_report", "kl/vi-du/1@G18", "G18", now=now, indicators=told, id=day)

    for as_of, reported, asked, behind in (
        (date(2023, 9, 30), 1, None, False),
        (date(2023, 10, 15), 1, 30, True),
        (date(2023, 11, 1), 2, 30, False),
        (date(2024, 1, 1), 2, 60, True),
    ):
        figures, paper = await _report(pool, "2023", as_of)
        (one,) = figures.indicators
        page = await reads.list_assignments(pool, reads.ListFilters(), as_of, 10, None)
        (listed,) = page.items[0]["indicators"]

        assert (reported, asked, behind) == (len(one.reported), one.expected, one.behind)
        assert (listed["value"], listed["expected"], listed["behind"]) == (one.value, one.expected, one.behind)  # fmt: skip
        assert int(behind) == figures.total["behind"]
        assert f"{int(behind)} nhiệm vụ có chỉ tiêu chậm" in " ".join(pages_in(render(paper, Format.PDF)))  # fmt: skip


def test_rates_follow_the_formulas_printed_beside_them() -> None:
    """Done by all that was not withdrawn; on time by done; overdue by due; nothing is divided by nothing."""
    numbers = dict(zip(GROUPS, (6, 2, 3, 4, 1, 1, 3), strict=True))

    assert rates_of(numbers | {"total": 20}) == (8 / 17, 6 / 8, 4 / 12)
    assert rates_of(dict.fromkeys((*GROUPS, "total"), 0)) == (None, None, None)


_LEVELS = {"national": "Quốc gia", "ministry": "Bộ, ngành", "local": "Địa phương"}
_HEADS = (
    ("HT đúng hạn", "done_on_time"),
    ("HT quá hạn", "done_late"),
    ("Trong hạn", "open_in_time"),
    ("Quá hạn", "open_overdue"),
    ("Không hạn", "no_deadline"),
    ("Tạm dừng", "suspended"),
    ("Thu hồi", "withdrawn"),
)
_FACTS = (
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
