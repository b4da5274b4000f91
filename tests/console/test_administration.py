"""Administrators and standing offices: sessions, tokens, the calendar with its documents, ladders, rules changed after a preview."""

import re

import httpx2

from schemas.calendar_file import calendar_today
from tests.cli.written import LEAD, OFFICE, OTHER, a_conclusion, a_directive
from tests.console.site import Site


def test_sessions_of_anybody_are_ended_by_an_administrator(site: Site) -> None:
    """At once, one or all; the access log says by whom."""
    admin, chief = site.browser("admin2"), site.browser("chief")
    page = admin.get("/nguoi-dung/chief/phien").text
    (one, *_) = re.findall(r'action="/nguoi-dung/chief/phien/([0-9a-f]{64})"', page)

    admin.send_form(f"/nguoi-dung/chief/phien/{one}")
    first = chief.get("/").status_code
    again = site.browser("chief")
    admin.send_form("/nguoi-dung/chief/phien/tat-ca")

    assert {401} == {first, again.get("/").status_code}
    log = site.browser("auditor").get("/nhat-ky").text
    assert "Kết thúc phiên" in log


def test_a_token_is_made_shown_once_used_and_revoked(site: Site) -> None:
    """With the rights of its account, until it is revoked."""
    admin = site.browser("admin2")
    page = admin.send_form(
        "/ma-api", login="focal", purpose="Hệ thống Bộ Y tế", days="30", scope="read"
    )
    token = re.search(r"<code>(dondoc_[^<]+)</code>", page.text)
    assert token
    headers = {"authorization": f"Bearer {token[1]}"}

    well = httpx2.get(f"{site.url}/api/v1/assignments", headers=headers)
    own = re.search(r"dondoc_([0-9a-f]{8})_", token[1])
    assert own
    gone = admin.send_form(f"/ma-api/{own[1]}/thu-hoi")
    after = httpx2.get(f"{site.url}/api/v1/assignments", headers=headers)

    assert (200, 401) == (well.status_code, after.status_code)
    assert token[1] not in gone.text
    assert "thu hồi" in gone.text


def test_a_token_for_nobody_or_without_a_scope_is_refused(site: Site) -> None:
    """The form says which field; nothing is made."""
    admin = site.browser("admin2")

    answers = [
        admin.send_form("/ma-api", login="nobody.here", days="30", scope="read"),
        admin.send_form("/ma-api", login="focal", days="0", scope="read"),
        admin.send_form("/ma-api", login="focal", days="30", scope="everything"),
    ]

    assert [404, 422, 422] == [one.status_code for one in answers]


def test_the_calendar_names_a_document_for_every_swapped_day(site: Site) -> None:
    """2 January 2026 off for Saturday 10 January; a year that is not announced says so."""
    admin = site.browser("admin2")

    this, next_one = (admin.get(f"/lich-lam-viec?nam={year}").text for year in (2026, 2027))

    assert re.search(
        r"10/01/2026 \(T7\)</td><td[^>]*>làm bù</td>.*?12729/VPCP-KGVX", this, re.DOTALL
    )
    assert "chưa được công bố" not in this
    assert "chưa được công bố" in next_one


def test_the_ladders_are_tables_of_both_tiers(site: Site) -> None:
    """Every duty has its row, in words."""
    page = site.browser("admin2").get("/bac-thang").text

    assert "7 ngày trước hạn: đầu mối" in page
    assert "30 ngày sau hạn: danh sách trình Thủ tướng" in page


def test_an_agency_is_listed_with_validity_and_successor(site: Site) -> None:
    """A merged ministry is found by any of its names, with who took over."""
    ended = site.browser("admin2").get("/co-quan?het=1&q=giao+thong").text

    assert "Bộ Giao thông vận tải" in ended
    assert "28/02/2025" in ended
    assert "Bộ Xây dựng" in ended


def test_rules_are_changed_after_a_preview_of_what_moves(site: Site) -> None:
    """The preview lists every rung that moves and changes nothing; the act makes exactly that."""
    conclusion = a_conclusion(a_directive())
    site.program.start(conclusion)
    ref, officer = conclusion["ref"], site.browser("officer")
    at = f"/thong-bao/{ref}/quy-tac"
    own = f"kl/{ref}/1@{LEAD}"

    preview = officer.send_form(f"{at}/xem-truoc", tier="key")
    untouched = [event["type"] for event in site.program.ask("show", own)["events"]]
    rows = re.findall(r"minh chứng hoàn thành, nấc (\S+) báo cho</td>", preview.text)
    command = re.search(r'name="command_id" value="([^"]+)"', preview.text)
    assert command
    done = officer.send_form(f"{at}/doi", tier="key", command_id=command[1])

    assert "+7d" in rows
    assert "RulesChanged" not in untouched
    assert "Đã đổi quy tắc" in done.text
    assert "Nhiệm vụ trọng tâm" in done.text
    assert site.browser("otheroffice").get(at).status_code == 404


def test_a_preview_of_todays_calendar_moves_nothing_where_it_is_carried(site: Site) -> None:
    """A conclusion of today carries the calendar of today."""
    conclusion = a_conclusion(a_directive())
    site.program.start(conclusion)

    page = site.browser("officer").send_form(
        f"/thong-bao/{conclusion['ref']}/quy-tac/xem-truoc", calendar="1", ladders="1"
    )

    assert calendar_today().version in page.text
    assert "Không có hạn, tiến độ hay nấc nào thay đổi" in page.text


def test_an_agency_sees_its_own_page_only(site: Site) -> None:
    """Its counts; those of others are not there for it, and nobody's numbers are guessed."""
    focal = site.browser("focal")

    assert focal.get(f"/co-quan/{LEAD}").status_code == 200
    assert focal.get(f"/co-quan/{OTHER}").status_code == 404
    assert site.browser("supervisor").get(f"/co-quan/{OFFICE}").status_code == 200
