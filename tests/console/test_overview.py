"""The state of the whole: counts that add up on every level, each number with its list, periods beside each other."""

import re
from itertools import pairwise

import pytest

from tests.cli.written import LEAD, OTHER, a_conclusion, a_directive, carried_over
from tests.console.site import Browser, Site, an_act

GROUPS = 7


@pytest.fixture(scope="module")
def work(site: Site) -> str:
    """Work on two levels, some of it late, with an indicator that was reported twice."""
    trajectory = [{"on": "2026-06-30", "value": 20}, {"on": "2027-12-31", "value": 80}]
    indicator = {"name": "Tỷ lệ hồ sơ trực tuyến", "unit": "%", "baseline": 5, "target": 80, "by": "2027-12-31", "trajectory": trajectory}  # fmt: skip
    conclusion = a_conclusion(
        carried_over(1),
        a_directive(2, assignees=[LEAD, OTHER, "H29"]),
        a_directive(3, indicators=[indicator]),
    )
    site.program.start(conclusion)
    focal, own = site.browser("focal", kept=True), f"kl/{conclusion['ref']}/3@{LEAD}"
    an_act(focal, own, "acknowledge")
    answer = an_act(
        focal, own, "submit_report", period="2026-11", results="Đã làm", progress="20",
        indicators="Tỷ lệ hồ sơ trực tuyến = 12 @ 2026-11-20",
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    focal.close()
    return str(conclusion["ref"])


@pytest.fixture
def supervisor(site: Site, work: str) -> Browser:
    return site.browser("supervisor")


def table(page: str) -> list[list[int]]:
    """The numbers of each row: total and the seven groups; the foot below."""
    found = page.partition('class="list totals"')[2].partition("</table>")[0]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", found, re.DOTALL)
    return [
        [int(re.sub(r"<[^>]+>|\D", "", cell)) for cell in re.findall(r'<td class="num".*?</td>', row, re.DOTALL)]
        for row in rows
        if '<td class="num"' in row
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["cap", "co-quan", "phien", "ket-luan", "chuong-trinh"])
def test_the_seven_groups_add_up_in_every_row_and_the_rows_to_the_whole(
    supervisor: Browser, by: str
) -> None:
    """Nothing is counted twice and nothing is left out, however the whole is broken down."""
    *rows, total = table(supervisor.get(f"/tong-hop?theo={by}").text)

    assert all(row[0] == sum(row[1:]) for row in [*rows, total])
    if by != "chuong-trinh":  # one assignment of several programmes stands in several rows
        assert total == [sum(column) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize("level", ["national", "ministry", "local"])
def test_the_agencies_of_a_level_add_up_to_its_row(supervisor: Browser, level: str) -> None:
    """Nation, level, agency: each step down is the same assignments."""
    nation = supervisor.get("/tong-hop?theo=cap").text
    row = re.search(rf'<tr data-row><td><a href="[^"]*cap={level}">.*?</tr>', nation, re.DOTALL)
    page = supervisor.get(f"/tong-hop?theo=co-quan&cap={level}").text
    if row is None:
        pytest.skip(f"no work on the level {level} here")
    expected = table(f'class="list totals"{row[0]}</table>')[0]

    *agencies, part, _ = table(page)

    assert expected == part
    assert expected == [sum(column) for column in zip(*agencies, strict=True)]


def test_a_number_opens_the_list_with_so_many_rows(supervisor: Browser, work: str) -> None:
    """The link says which filter; the list has as many rows as the number says."""
    page = supervisor.get("/tong-hop?theo=ket-luan").text
    links = re.findall(
        rf'<a class="n[^"]*" href="(/nhiem-vu\?kl=kl%2F{work}[^"]*)">(\d+)</a>', page
    )
    assert links

    for href, number in links:
        listed = supervisor.get(href.replace("&amp;", "&")).text
        assert int(number) == listed.count("<tr data-row>"), href


def test_the_page_says_the_same_as_the_command_line(supervisor: Browser, site: Site) -> None:
    """Person test 10: the numbers equal `dondoc stats`."""
    total = site.program.ask("stats", "--by", "level")["total"]

    *_, shown = table(supervisor.get("/tong-hop?theo=cap").text)

    assert shown[0] == total["total"]
    assert sorted(shown[1:]) == sorted(
        count for key, count in total.items() if key not in {"total", "behind"}
    )


def test_periods_stand_beside_each_other(supervisor: Browser) -> None:
    """Change is now less then, in every row; the drawing has the table under it."""
    page = supervisor.get("/tong-hop/ky?ky=2026-Q4").text

    standing = page.partition("Tình trạng</h2>")[2].partition("</table>")[0]
    rows = re.findall(r"<tr data-row>(.*?)</tr>", standing, re.DOTALL)
    assert len(rows) == GROUPS + 1
    for row in rows:
        now, then, change = (
            int(re.sub(r"<[^>]+>|[^\d-]", "", cell))
            for cell in re.findall(r'<td class="num">.*?</td>', row, re.DOTALL)
        )
        assert now - then == change
    assert '<svg class="columns"' in page


def test_a_period_nobody_understands_is_named(supervisor: Browser) -> None:
    """With the four forms; this half-year is shown beside it."""
    page = supervisor.get("/tong-hop/ky?ky=2026-Q9")

    assert page.status_code == 422
    assert "«2026-Q9»" in page.text


def test_an_indicator_is_drawn_against_its_trajectory(supervisor: Browser) -> None:
    """The path, what was reported as dots, the table of both, and whether it is behind in words."""
    page = supervisor.get("/chi-so").text
    card = page.partition("Tỷ lệ hồ sơ trực tuyến")[2].partition("</section>")[0]

    path = re.search(r'class="plot-path" points="([^"]+)"', card)
    assert path
    assert len(path[1].split()) == 2
    heights = [float(point.split(",")[1]) for point in path[1].split()]
    assert all(later < earlier for earlier, later in pairwise(heights))
    assert card.count('class="plot-dot"') == 2  # the value and the legend
    assert "báo cáo mới nhất <strong>12</strong>" in card
    assert "chậm lộ trình" in card
    assert "20/11/2026" in card


def test_indicators_are_shown_within_the_scope_of_an_office(site: Site, work: str) -> None:
    """A standing office without a part in it sees none of it."""
    assert "Tỷ lệ hồ sơ trực tuyến" not in site.browser("otheroffice").get("/chi-so").text
