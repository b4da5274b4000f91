"""The examiner's desk: what stands beside the evidence, ready reasons for a return, another office's opinion."""

from pathlib import Path

import pytest

from tests.cli.written import LEAD, OTHER, TODAY
from tests.console.site import Site, a_pdf, an_act, path_of
from tests.evidence.authority import Authority, a_paper, signed

EVIDENCE = {"document_no": "12/BC-BYT", "document_date": TODAY.isoformat()}


@pytest.fixture
def sent(site: Site, one: str, tmp_path: Path) -> str:
    """An assignment whose evidence waits for the examiner."""
    focal = site.browser("focal")
    an_act(focal, one, "acknowledge")
    an_act(focal, one, "submit_evidence", files=[("files", a_pdf(tmp_path))], **EVIDENCE)
    return one


def test_another_office_is_asked_and_its_answer_stands_beside_the_evidence(
    site: Site, sent: str
) -> None:
    """Question, day and answer with the examiner and with the lead; being asked opens the assignment to that office."""
    examiner, other = site.browser("examiner"), site.browser("other")
    assert other.get(path_of(sent)).status_code == 404

    asked = an_act(
        examiner, sent, "request_opinion", to="Bộ Tài chính", question="Kinh phí đã quyết toán?"
    )
    assert "Hỏi Bộ Tài chính" in asked.text
    assert "chờ ý kiến" in asked.text
    assert "Ý kiến về minh chứng" in other.get("/").text
    assert "Cho ý kiến về minh chứng" in other.get(path_of(sent)).text
    an_act(other, sent, "give_opinion", answer="Đã quyết toán quý III")

    assert "Đã quyết toán quý III" in examiner.get(path_of(sent)).text
    assert "Đã quyết toán quý III" in site.browser("focal").get(path_of(sent)).text
    (opinion,) = site.program.ask("show", sent)["opinions"]
    assert (opinion["to"], opinion["answered"]["answer"]) == (OTHER, "Đã quyết toán quý III")
    assert "Đã quyết toán quý III" in site.program("show", sent).out


def test_the_lead_is_not_asked_about_its_own_evidence(site: Site, sent: str) -> None:
    """Refused with what to do, and everything that was typed is still there."""
    answer = an_act(
        site.browser("examiner"), sent, "request_opinion", to=LEAD, question="Tự nhận xét?"
    )

    assert "là cơ quan gửi minh chứng này" in answer.text
    assert "Tự nhận xét?" in answer.text


def test_a_return_takes_a_ready_reason_and_own_words(site: Site, sent: str) -> None:
    """Chosen from the list, in the examiner's language; what is added follows; the agency reads both."""
    examiner = site.browser("examiner")
    assert "Thiếu số liệu, phụ lục chứng minh kết quả." in examiner.get(path_of(sent)).text

    an_act(
        examiner, sent, "review_evidence",
        verdict="return", template="thieu-so-lieu", reason="Cần biểu 02",
    )  # fmt: skip

    (evidence,) = site.program.ask("show", sent)["evidence"]
    assert evidence["review"]["reason"] == (
        "Thiếu số liệu, phụ lục chứng minh kết quả.\nCần biểu 02"
    )
    assert "Cần biểu 02" in site.browser("focal").get(path_of(sent)).text


def test_a_return_needs_some_reason_and_a_ready_one_suffices(site: Site, sent: str) -> None:
    """Neither chosen nor typed: named at the field. A reason that is not in the list is refused."""
    examiner = site.browser("examiner")

    without = an_act(examiner, sent, "review_evidence", verdict="return")
    unknown = an_act(examiner, sent, "review_evidence", verdict="return", template="khong-co")
    enough = an_act(examiner, sent, "review_evidence", verdict="return", template="du-thao")

    assert without.status_code == 422
    assert "Trả lại thì phải nêu lý do" in without.text
    assert "Không có lý do mẫu «khong-co»" in unknown.text
    assert "Yêu cầu bổ sung" in enough.text


def test_what_the_signatures_say_stands_beside_each_file(
    site: Site, one: str, tmp_path: Path
) -> None:
    """Unsigned, or signed and why it does not hold; without a trust list nobody is trusted."""
    focal = site.browser("focal")
    signature = signed(a_paper(2), Authority().signer())
    papers = {"khong-ky.pdf": a_paper(), "co-ky.pdf": signature, "rac.pdf": a_pdf(tmp_path)[1]}
    files = [("files", (name, paper, "application/pdf")) for name, paper in papers.items()]
    an_act(focal, one, "acknowledge")
    an_act(focal, one, "submit_evidence", files=files, **EVIDENCE)

    page = site.browser("examiner").get(path_of(one)).text

    for said in (
        *("không có chữ ký số", "không đọc được chữ ký số", "chữ ký số không đạt"),
        *("nguyên vẹn", "chứng thư không tin cậy", "đúng cơ quan được giao"),
        *("chứng thư còn hạn khi ký", "chưa kiểm tra được thu hồi"),
    ):
        assert said in page


def test_ready_reasons_work_on_the_command_line(site: Site, sent: str) -> None:
    """Listed by `evidence reasons` in both languages, chosen by `--template`."""
    listed = site.program.ask("evidence", "reasons")["items"]
    assert {"code", "about", "vi", "en"} <= listed[0].keys()
    assert "CODE" in site.program("evidence", "reasons", "--lang", "en").out
    refused = site.program.refused(
        "review-evidence", sent, "--as", "G22", "--return", "--template", "khong-co"
    )
    assert refused == (2, "Malformed")

    site.program.ask(
        "review-evidence", sent, "--as", "G22", "--return", "--template", "sai-co-quan-ky", "--lang", "en"
    )  # fmt: skip

    reason = site.program.ask("show", sent)["evidence"][0]["review"]["reason"]
    assert reason == "The document is signed by another body; one of the assigned agency is needed."
