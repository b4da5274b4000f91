"""The post on screen: an office's inbox, what could not be sent, letters that were refused; and the second look."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.written import LEAD, OTHER, TODAY, a_conclusion, a_directive
from tests.console.site import Site, a_pdf, an_act, path_of

WAITING_S = 60.0
ASKED = OTHER


def until(found: Callable[[], Any]) -> Any:
    """What is waited for, at most so long."""
    end = time.monotonic() + WAITING_S
    while not (value := found()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)
    return value


def opened_from(page: str, own: str) -> str:
    """The address behind a notice's button in the inbox."""
    found = re.search(
        rf'action="(/hop-thu/[0-9a-f-]{{36}})"(?:(?!</form>).)*{re.escape(own)}', page, re.S
    )
    assert found, page
    return found[1]


def test_an_office_reads_its_inbox_and_what_was_read_stays_read(site: Site, one: str) -> None:
    """Unread with a mark; opening leads to the work and is read for everybody of the office, by whom and when."""
    focal = site.browser("focal")
    unread = focal.get("/hop-thu?loc=chua-doc").text
    address = opened_from(unread, one)

    opened = focal.send_form(address)

    assert opened.url.path == path_of(one)
    assert f'action="{address}"' not in focal.get("/hop-thu?loc=chua-doc").text
    everything = site.browser("chief").get("/hop-thu").text
    assert "Giao nhiệm vụ" in everything
    assert re.search(rf"{re.escape(one)}</span><span class=\"muted\">đọc .* · focal", everything)


def test_a_notice_of_another_office_is_not_there(site: Site, one: str) -> None:
    """Neither in the list nor under its address; nothing of it is marked."""
    address = opened_from(site.browser("focal").get("/hop-thu").text, one)
    other = site.browser("other")

    assert one not in other.get("/hop-thu").text
    assert other.send_form(address).status_code == 404
    assert one in site.browser("focal").get("/hop-thu?loc=chua-doc").text


def test_all_read_leaves_what_came_since(site: Site, one: str) -> None:
    """The button means what was on the page."""
    focal = site.browser("focal")
    page = focal.get("/hop-thu").text
    until_then = re.search(r'name="until" value="([^"]+)"', page)
    assert until_then
    site.program.start(later := a_conclusion(a_directive()))

    focal.send_form("/hop-thu/da-doc", until=until_then[1])

    unread = focal.get("/hop-thu?loc=chua-doc").text
    assert one not in unread
    assert f"kl/{later['ref']}/1@{LEAD}" in unread


def test_dead_letters_are_shown_and_sent_again(site: Site) -> None:
    """What waited for a forgotten address is given up, shown with the reason, and starts afresh at one press."""
    operator = site.browser("operator")
    site.program.ask("notices", "address", ASKED, "--email", "vt@tinh.example")
    site.program.start(a_conclusion(a_directive(assignees=[ASKED])))
    until(lambda: site.program.ask("notices", "list", "--agency", ASKED)["items"])
    site.program.ask("notices", "forget-address", ASKED, "email")
    dead = operator.get("/thu-gui")
    (letter,) = site.program.ask("notices", "list", "--agency", ASKED)["items"]
    assert letter["state"] == "dead"
    assert letter["message"] in dead.text

    site.program.ask("notices", "address", ASKED, "--email", "vt@tinh.example")
    page = operator.send_form("/thu-gui/gui-lai", message=letter["message"])

    assert "1 thư được gửi lại" in page.text
    assert letter["message"] not in page.text
    assert letter["message"] in operator.get("/thu-gui?tt=cho-gui").text
    assert operator.get("/thu-gui.csv?tt=cho-gui").text.count(letter["message"]) == 1
    site.program.ask("notices", "forget-address", ASKED, "email")
    assert operator.send_form("/thu-gui/gui-lai").status_code in {400, 422}


def test_a_letter_with_a_wrong_signature_is_refused_and_shown(site: Site) -> None:
    """Kept with its beginning and the reason, for the operator to see."""
    site.program.ask("notices", "inbound-key", LEAD)
    headers = {
        "webhook-id": "thu-gia-mao-1",
        "webhook-timestamp": str(int(time.time())),
        "webhook-signature": "v1,AAAA",
    }
    body = '{"command": "acknowledge", "target": "kl/khong-co/1@G18"}'

    answer = site.browser().post(f"/api/v1/inbound/{LEAD}", content=body, headers=headers)

    listed = site.program.ask("notices", "refused")["items"]
    page = site.browser("operator").get("/thu-gui").text
    assert ("thu-gia-mao-1", "letter_not_signed") in {
        (one["webhook_id"], one["outcome"]) for one in listed
    }
    assert answer.status_code == 403
    assert "thu-gia-mao-1" in page
    assert "kl/khong-co/1@G18" in page


def test_the_second_look_is_drawn_alike_by_everybody(site: Site, one: str, tmp_path: Path) -> None:
    """The screen, the file and the command line draw the same; what fails is reopened from there."""
    focal, examiner = site.browser("focal"), site.browser("examiner")
    an_act(focal, one, "acknowledge")
    an_act(
        focal, one, "submit_evidence", files=[("files", a_pdf(tmp_path))],
        document_no="12/BC-BYT", document_date=TODAY.isoformat(),
    )  # fmt: skip
    an_act(examiner, one, "review_evidence", verdict="accept")

    page = examiner.get("/hau-kiem?mam=giai-dac-biet&phan-tram=100").text
    listed = site.browser("auditor").get("/hau-kiem.csv?mam=giai-dac-biet&phan-tram=100").text
    drawn = site.program.ask("evidence", "draw", "--seed", "giai-dac-biet", "--share", "100%")

    assert one in {each["id"] for each in drawn["items"]}
    assert [each["lot"] for each in drawn["items"]] == re.findall(r"^([0-9a-f]{64}),", listed, re.M)
    assert f'href="{path_of(one)}#act-reopen"' in page
    an_act(examiner, one, "reopen", reason="Hậu kiểm không đạt")
    assert site.program.ask("show", one)["state"] == "in_progress"
    assert examiner.get("/hau-kiem?mam=x&phan-tram=0").status_code == 422
