"""People do their work through the forms: from acknowledgement to accepted evidence, each refusal where it belongs."""

import os
import re
import signal
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cli.program import Program
from tests.cli.written import FAR, LEAD, OTHER, TODAY, a_conclusion, a_directive, carried_over
from tests.console.site import Site, a_pdf, an_act, path_of
from tests.local.processes import processes_that_use

REPORT = {"period": "2026-11", "results": "Đã rà soát 63 tỉnh, thành", "progress": "40"}
EVIDENCE = {"document_no": "12/BC-BYT", "document_date": TODAY.isoformat()}


def test_an_agency_and_an_examiner_bring_one_assignment_to_its_end(
    site: Site, one: str, tmp_path: Path
) -> None:
    """Acknowledged, reported, evidence returned once with a reason, sent again, accepted: completed."""
    focal, examiner = site.browser("focal"), site.browser("examiner")

    assert "Đã tiếp nhận" in an_act(focal, one, "acknowledge").text
    assert "Đang thực hiện" in an_act(focal, one, "submit_report", **REPORT).text
    first = an_act(focal, one, "submit_evidence", files=[("files", a_pdf(tmp_path))], **EVIDENCE)
    assert "Chờ thẩm tra" in first.text
    assert path_of(one) in examiner.get("/tham-tra").text
    returned = an_act(
        examiner, one, "review_evidence", verdict="return", reason="Thiếu phụ lục số liệu"
    )
    assert "Yêu cầu bổ sung" in returned.text
    assert "Thiếu phụ lục số liệu" in focal.get(path_of(one)).text
    an_act(
        focal, one, "submit_evidence", files=[("files", a_pdf(tmp_path, "lan-2.pdf"))], **EVIDENCE
    )
    done = an_act(examiner, one, "review_evidence", verdict="accept")

    assert "Hoàn thành" in done.text
    assert site.program.ask("show", one)["state"] == "completed"
    assert len(site.program.ask("show", one)["evidence"]) == 2


def test_a_file_that_was_sent_is_read_back_as_a_download(
    site: Site, one: str, tmp_path: Path
) -> None:
    """The same bytes, as an attachment that no browser shows or runs."""
    focal = site.browser("focal")
    an_act(focal, one, "acknowledge")
    name, content, kind = a_pdf(tmp_path)
    page = an_act(
        focal, one, "submit_evidence", files=[("files", (name, content, kind))], **EVIDENCE
    )
    link = re.search(r'href="([^"]+/tep/[0-9a-f]{64})"', page.text)
    assert link

    answer = site.browser("supervisor").get(link[1])

    assert content == answer.content
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("act", "fields", "told"),
    [
        ("submit_report", {"period": "2026-11"}, ["Nhập «Kết quả»", "Nhập «Tiến độ (%)»"]),
        ("submit_evidence", {"document_no": "1"}, ["Chọn ít nhất một tệp", "Nhập «Ngày văn bản»"]),
        ("request_extension", {"new_due_on": "31/2/2027", "reason": "x"}, ["không phải một ngày"]),
        (
            "request_contribution",
            {"to": "Bộ Trời", "question": "x"},
            ["Không rõ «Bộ Trời» là cơ quan nào"],
        ),
    ],
)
def test_what_cannot_be_read_is_named_at_its_field(
    site: Site, one: str, act: str, fields: dict[str, str], told: list[str]
) -> None:
    """422, a summary that leads to each field, and everything that was typed is still there."""
    focal = site.browser("focal")
    an_act(focal, one, "acknowledge")

    answer = an_act(focal, one, act, **fields)

    assert answer.status_code == 422
    assert "<title>Lỗi" in re.sub(r"\s+", " ", answer.text)
    for text in told:
        assert text in answer.text
    for value in fields.values():
        assert value in answer.text


def test_two_people_at_once_lose_no_decision(site: Site, one: str, tmp_path: Path) -> None:
    """Both opened the page; the second one is told who was first, and the log has one decision."""
    focal = site.browser("focal")
    an_act(focal, one, "acknowledge")
    page = an_act(focal, one, "submit_evidence", files=[("files", a_pdf(tmp_path))], **EVIDENCE)
    seen = re.search(r'name="expected_seq" value="(\d+)"', page.text)
    assert seen
    first = an_act(
        site.browser("examiner"), one, "review_evidence", verdict="accept", expected_seq=seen[1]
    )
    assert first.status_code == 200

    second = an_act(
        site.browser("officer"),
        one,
        "review_evidence",
        verdict="return",
        reason="Chưa đủ",
        expected_seq=seen[1],
    )

    assert second.status_code == 409
    assert "Người thử examiner" in second.text
    facts = [event["type"] for event in site.program.ask("show", one)["events"]]
    assert facts.count("EvidenceAccepted") == 1
    assert "EvidenceReturned" not in facts


def test_a_form_sent_twice_is_done_once(site: Site, one: str) -> None:
    """The id stands in the form: a second press finds it done."""
    focal, own = site.browser("focal"), str(uuid4())
    an_act(focal, one, "acknowledge", command_id=own)
    an_act(focal, one, "acknowledge", command_id=own)

    facts = [event["type"] for event in site.program.ask("show", one)["events"]]
    assert facts.count("Acknowledged") == 1


def test_who_sent_the_evidence_does_not_accept_it(site: Site, tmp_path: Path) -> None:
    """Four eyes, told on the page: the same person in an office that leads and examines."""
    conclusion = a_conclusion(a_directive(assignees=[OTHER]), standing_office=OTHER)
    site.program.start(conclusion)
    own = f"kl/{conclusion['ref']}/1@{OTHER}"
    other = site.browser("other")
    an_act(other, own, "acknowledge")
    an_act(other, own, "submit_evidence", files=[("files", a_pdf(tmp_path))], **EVIDENCE)
    site.sql("UPDATE account SET role = 'examiner' WHERE login = 'other'")

    refused = an_act(other, own, "review_evidence", verdict="accept")

    site.sql("UPDATE account SET role = 'focal_point' WHERE login = 'other'")
    assert refused.status_code == 403
    assert "không được tự thẩm tra" in refused.text


def test_extension_is_asked_for_and_granted_with_its_document(site: Site, one: str) -> None:
    """It waits under requests with its reason; granting moves the day."""
    later = (FAR + timedelta(days=30)).isoformat()
    focal, officer = site.browser("focal"), site.browser("officer")
    an_act(focal, one, "acknowledge")
    an_act(focal, one, "request_extension", new_due_on=later, reason="Chờ ý kiến bốn bộ")
    assert "Chờ ý kiến bốn bộ" in officer.get("/de-nghi").text
    refused = an_act(officer, one, "decide_extension", verdict="grant", reason="Đồng ý")
    assert refused.status_code == 422

    an_act(
        officer, one, "decide_extension", verdict="grant", reason="Đồng ý", decision_number="99/QĐ-TTg",
        decision_date=TODAY.isoformat(), decision_signer="Thủ tướng",
    )  # fmt: skip

    assert site.program.ask("show", one)["deadline"]["due_on"] == later
    assert "Chờ ý kiến bốn bộ" not in officer.get("/de-nghi").text


def test_one_coordinating_agency_sees_and_answers_what_it_was_asked(site: Site, one: str) -> None:
    """Being asked opens the assignment to it, and only that one."""
    focal, other = site.browser("focal"), site.browser("other")
    an_act(focal, one, "acknowledge")
    assert other.get(path_of(one)).status_code == 404
    an_act(focal, one, "request_contribution", to="Bộ Tài chính", question="Kinh phí lấy từ đâu?")

    assert "Kinh phí lấy từ đâu?" in other.get(path_of(one)).text
    an_act(other, one, "contribute", answer="Từ nguồn chi thường xuyên")

    assert "Từ nguồn chi thường xuyên" in focal.get(path_of(one)).text


def test_late_work_is_urged_one_or_many(site: Site) -> None:
    """Chosen rows are urged under one note; sent again nothing happens twice."""
    conclusion = a_conclusion(carried_over(1), carried_over(2))
    site.program.start(conclusion)
    ids = [f"kl/{conclusion['ref']}/{n}@{LEAD}" for n in (1, 2)]
    officer, batch = site.browser("officer"), str(uuid4())
    assert path_of(ids[0]) in officer.get("/qua-han").text

    fields = {"id": ids, "command_id": batch, "note": "Báo cáo trước thứ Sáu"}
    officer.send_form("/qua-han/don-doc", **fields)
    page = officer.send_form("/qua-han/don-doc", **fields)

    assert "2 đã đôn đốc, 0 chưa được" in page.text
    facts = [event["type"] for event in site.program.ask("show", ids[0])["events"]]
    assert facts.count("Reminded") == 1


def test_numbers_of_the_whole_are_those_of_the_command_line(site: Site, one: str) -> None:
    """The counts on the page add up, and equal `dondoc stats`."""
    stats = site.program.ask("stats", "--by", "agency")
    rows = site.browser("supervisor").get("/tong-hop.csv?theo=co-quan").text.splitlines()

    table = rows[: rows.index("")]  # below it stand filter, time and person
    _, *body, total = [row.split(",") for row in table]
    assert [row["key"] for row in stats["rows"]] == [row[0] for row in body]
    groups = [key for key in stats["total"] if key != "behind"]
    assert [str(stats["total"][key]) for key in groups] == total[2:]
    for row in body:
        assert sum(int(cell) for cell in row[-8:-1]) == int(row[-1])


def test_search_needs_no_marks_and_no_exact_spelling(site: Site) -> None:
    """«uy ban», «Uỷ ban» and «Ủy ban» find the same."""
    text = f"Ủy ban nhân dân thành phố Huế lập đề án thủy lợi {uuid4().hex[:6]}"
    conclusion = a_conclusion(a_directive(text=text))
    site.program.start(conclusion)
    officer, tail = site.browser("officer"), text[-6:]

    found = [
        path_of(f"kl/{conclusion['ref']}/1@{LEAD}")
        in officer.get("/nhiem-vu", params={"q": f"{words} {tail}"}).text
        for words in (
            "uy ban nhan dan thanh pho hue lap de an thuy loi",
            "Uỷ ban nhân dân thành phố Huế lập đề án thuỷ lợi",
        )
    ]

    assert [True, True] == found


def test_an_empty_list_says_which_filter_to_drop(site: Site, one: str) -> None:
    """Each single filter that stands in the way, with what there would be without it."""
    page = site.browser("officer").get("/nhiem-vu?cq=bo+y+te&nhom=thu-hoi")

    assert "Không có nhiệm vụ nào khớp" in page.text
    assert "Bỏ lọc «Tiến độ hạn»" in page.text


def test_a_filter_nobody_understands_is_named(site: Site) -> None:
    """It is never taken for "all"."""
    page = site.browser("officer").get("/nhiem-vu?cq=bo+troi&den=31/2/2026")

    assert page.status_code == 422
    assert "«bo troi»" in page.text
    assert "«31/2/2026»" in page.text


DOCUMENT = """VĂN PHÒNG CHÍNH PHỦ
Số: {number}/TB-VPCP
Hà Nội, ngày 12 tháng 11 năm 2026
THÔNG BÁO
Kết luận của Thủ tướng Chính phủ tại cuộc họp về chuyển đổi số

Thủ tướng Chính phủ kết luận như sau:
1. Bộ Y tế chủ trì, phối hợp với Bộ Tài chính xây dựng đề án hồ sơ sức khỏe điện tử, trình Thủ tướng Chính phủ trước ngày 30 tháng 6 năm 2027.
2. Bộ Tài chính bố trí kinh phí thực hiện, báo cáo trong tháng 12 năm 2026.
"""


def test_a_document_is_taken_in_reviewed_rehearsed_and_issued(site: Site) -> None:
    """Nothing starts before every proposal is approved, every passage answered for, and "issue" is pressed."""
    officer, number = site.browser("officer"), uuid4().int % 9000 + 1000
    text = DOCUMENT.format(number=number).encode()
    page = officer.send_form("/tiep-nhan", files=[("file", ("thong-bao.txt", text, "text/plain"))])
    assert page.status_code == 200, page.text
    assert "hồ sơ sức khỏe điện tử" in page.text
    own = re.search(r"/tiep-nhan/([0-9a-f]{12})", str(page.url))
    assert own
    at = f"/tiep-nhan/{own[1]}"
    assert officer.get(f"{at}/giao").status_code == 422

    def decide(act: str, **fields: str) -> None:
        version = re.search(r'name="version" value="(\d+)"', officer.get(at).text)
        assert version
        answer = officer.send_form(f"{at}/{act}", version=version[1], **fields)
        assert answer.status_code == 200, answer.text

    for n in re.findall(
        r'<section class="card card-body proposal" id="n(\d+)"', officer.get(at).text
    ):
        decide("chap-nhan", n=n)
    decide("khong-co-nhiem-vu")
    rehearsal = officer.get(f"{at}/giao")
    assert rehearsal.status_code == 200, rehearsal.text
    assert "minh chứng hoàn thành" in rehearsal.text
    ref = f"tb-{number}-2026"
    assert site.program.refused("show", f"kl/{ref}") == (3, "UnknownTarget")

    issued = officer.send_form(f"{at}/giao/thuc-hien", ref=ref)

    assert f"/thong-bao/{ref}" in str(issued.url)
    assert [2, 1] == [
        len(site.program.ask("show", f"kl/{ref}")["directives"]),
        site.program.ask("intake", "verify", ref)["ok"],
    ]
    assert site.browser("otheroffice").get(at).status_code == 404


def test_an_administrator_adds_a_user_who_chooses_a_password(site: Site) -> None:
    """The invented password is shown once and good for one thing."""
    admin = site.browser("admin2")
    page = admin.send_form(
        "/nguoi-dung", login="nguoi.moi", name="Người Mới", office="byt", role="focal_point"
    )
    shown = re.search(r"<code>([a-z0-9-]{19})</code>", page.text)
    assert shown

    entered = site.sign_in(site.browser(), "nguoi.moi", shown[1])

    assert "/mat-khau" in str(entered.url)
    assert shown[1] not in admin.get("/nguoi-dung").text


def test_a_disabled_user_is_out_at_once(site: Site) -> None:
    """Sessions end with the account."""
    admin, coordinator = site.browser("admin2"), site.browser("coordinator")

    admin.send_form("/nguoi-dung/coordinator/khoa")

    assert coordinator.get("/").status_code == 401
    admin.send_form("/nguoi-dung/coordinator/khoa")


def test_nobody_disables_themselves(site: Site) -> None:
    """There is always an administrator left."""
    assert site.browser("admin2").send_form("/nguoi-dung/admin2/khoa").status_code == 403


def test_the_auditor_checks_the_chain(site: Site, one: str) -> None:
    """The same comparison as `dondoc verify`."""
    page = site.browser("auditor").send_form("/nhat-ky/kiem-tra")

    assert "Nguyên vẹn" in page.text


def test_health_names_the_part_that_is_away(bare: Program) -> None:
    """200 while database, engine and worker answer; 503 and a name while the engine is silent."""
    site = Site(bare.serve())
    well = site.browser().get("/healthz")
    assert (200, []) == (well.status_code, well.json()["unwell"])
    using = processes_that_use(bare.folder)
    engines = [int(one.partition(":")[0]) for one in using if "start-dev" in one]
    assert engines

    for pid in engines:
        os.kill(pid, signal.SIGSTOP)
    unwell = site.browser().get("/healthz")
    for pid in engines:
        os.kill(pid, signal.SIGCONT)

    assert 503 == unwell.status_code
    assert ["engine", "worker"] == unwell.json()["unwell"]
    assert 0 == bare.stop()
