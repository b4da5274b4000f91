"""Person test 7: evidence is returned with a ready reason, comes back better and is accepted; nobody needs anything else."""

import re
from pathlib import Path

from tests.cli.written import LEAD, TODAY
from tests.console.site import Site, a_pdf, an_act, path_of

EVIDENCE = {"document_no": "12/BC-BYT", "document_date": TODAY.isoformat()}
REASON = "Thiếu số liệu, phụ lục chứng minh kết quả."


def test_a_returned_document_comes_back_better_and_both_rounds_stay(
    site: Site, one: str, tmp_path: Path
) -> None:
    """One notice with the reason leads to that work; after the second document accepting is all; both rounds are told."""
    focal, examiner = site.browser("focal"), site.browser("examiner")
    an_act(focal, one, "acknowledge")
    an_act(focal, one, "submit_evidence", files=[("files", a_pdf(tmp_path))], **EVIDENCE)
    an_act(examiner, one, "review_evidence", verdict="return", template="thieu-so-lieu")

    notices = [
        said
        for said in site.program.ask("notices", "inbox", "--agency", LEAD)["items"]
        if one in str(said) and "EvidenceReturned" in str(said)
    ]
    assert 1 == len(notices), notices
    inbox = focal.get("/hop-thu?loc=chua-doc").text
    entries = [part for part in inbox.split("<li data-row>") if one in part and REASON in part]
    assert 1 == len(entries)
    address = re.search(r'action="(/hop-thu/[0-9a-f-]{36})"', entries[0])
    assert address
    opened = focal.send_form(address[1])
    assert path_of(one) == opened.url.path
    assert REASON in opened.text

    second = a_pdf(tmp_path, "lan-2.pdf")
    an_act(focal, one, "submit_evidence", files=[("files", second)], **EVIDENCE)
    done = an_act(examiner, one, "review_evidence", verdict="accept")

    assert "Hoàn thành" in done.text
    assert "Không còn ai phải làm gì" in done.text
    facts = [event["type"] for event in site.program.ask("show", one)["events"]]
    rounds = ["EvidenceSubmitted", "EvidenceReturned", "EvidenceSubmitted", "EvidenceAccepted"]
    assert rounds == [fact for fact in facts if fact in rounds]
