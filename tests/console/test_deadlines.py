"""«Lịch hạn»: what falls due on which day, for whoever may see it, on the screen and in the calendar people have already."""

import re
from datetime import date

from console.ics import CalendarDay, as_ics
from schemas.moments import opening_of
from tests.cli.written import FAR, LEAD, TODAY, a_conclusion, a_directive
from tests.console.site import Site


def due_on(day: date) -> dict[str, str]:
    return {"raw": "x", "precision": "day", "due_on": day.isoformat()}


def test_the_number_of_a_day_opens_the_list_that_has_so_many(site: Site, one: str) -> None:
    """For who watches the whole, the standing office and an agency alike."""
    for login in ("supervisor", "officer", "focal"):
        browser = site.browser(login)
        page = browser.get(f"/lich?thang={FAR:%Y-%m}").text
        found = re.findall(r'href="(/nhiem-vu\?tu=[^"]+)"><strong>([\d.]+)</strong>', page)
        assert found, page[:2000]

        for address, count in found:
            rows = browser.get(address.replace("&amp;", "&").replace("/nhiem-vu", "/nhiem-vu.csv"))
            table = rows.text.split("\r\n\r\n")[0].strip().splitlines()
            assert int(count.replace(".", "")) == len(table) - 1, (login, address)


def test_another_agency_sees_its_own_days_only(site: Site) -> None:
    """What is not theirs is not counted for them."""
    due = date(2031, 5, 12)
    site.program.start(a_conclusion(a_directive(deadline=due_on(due))))

    own = site.browser("focal").get("/lich?thang=2031-05").text
    other = site.browser("other").get("/lich?thang=2031-05").text

    assert f"tu={due}" in own
    assert f"tu={due}" not in other
    assert "Không có nhiệm vụ nào đến hạn" in other


def test_days_off_and_worked_weekends_are_named(site: Site) -> None:
    """Saturday 22/8/2026 is worked for 31/8; 2/9 is a holiday: both with their names, not by colour alone."""
    browser = site.browser("officer")

    august, september = (
        browser.get(f"/lich?thang={month}").text for month in ("2026-08", "2026-09")
    )

    assert "Làm bù cho ngày 31/08/2026" in august
    assert "Quốc khánh" in september


def test_open_work_goes_into_the_calendar_somebody_has(site: Site) -> None:
    """One whole day for each, with its id, its lead and the address of its page."""
    conclusion = a_conclusion(
        a_directive(text="Xây dựng, trình; đề án", deadline=due_on(date(2032, 2, 29)))
    )
    site.program.start(conclusion)

    answer = site.browser("focal").get("/lich/han.ics?thang=2032-02")

    text = answer.text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20320229\r\nDTEND;VALUE=DATE:20320301" in text
    assert r"Xây dựng\, trình\; đề án" in text
    assert f"URL:{site.url}/nhiem-vu/{conclusion['ref']}/1/{LEAD}" in text
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))
    assert answer.headers["content-type"].startswith("text/calendar")


def test_no_text_becomes_a_line_of_a_calendar() -> None:
    """A line feed in a text is written as one, whatever stands after it."""
    one = CalendarDay("kl/a/1@G18", TODAY, "A\r\nBEGIN:VALARM", "b\\c", "http://x/")

    text = as_ics("Lịch", [one], opening_of(TODAY)).decode()

    assert "BEGIN:VALARM" not in text.split("\r\n")
    assert r"SUMMARY:A\nBEGIN:VALARM" in text
    assert r"DESCRIPTION:b\\c" in text
