"""A document from file to conclusion, as an officer does it at a terminal, on real servers."""

import hashlib
import itertools
import os
import pty
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.program import CHECKOUT, PATIENCE_S, Program
from tests.cli.written import OFFICE
from tests.intake.files import NOTICE, archive_of, docx_of, font, pdf_of, with_part
from tests.intake.test_bad_files import BOMB, PNG, good, locked_zip

_numbers = itertools.count(701)
_GB = 1024**3
_LETTERS = str.maketrans("0123456789", "ghklmnpqrs")


def a_notice(program: Program, body: str = NOTICE) -> Path:
    """A notice of its own number and subject, so that tests do not repeat each other."""
    n = next(_numbers)
    path = program.folder / f"thong-bao-{n}.txt"
    text = body.replace("415/TB-VPCP", f"{n}/TB-VPCP").replace("dữ liệu", _subject(n))
    path.write_text(text, encoding="utf-8")
    return path


def _subject(n: int) -> str:
    """Words enough that no two notices of the tests say nearly the same."""
    digits = hashlib.sha256(str(n).encode()).hexdigest().translate(_LETTERS)
    return "kho " + " ".join(digits[at : at + 6] for at in range(0, 60, 6))


def reviewed(program: Program, document: Path) -> Path:
    """The review file of a document."""
    review = document.with_suffix(".yaml")
    answer = program("intake", str(document), "-o", str(review))
    assert answer.code == 0, answer.err
    return review


def accept_all(review: Path) -> None:
    """The officer accepts every proposal and confirms the rest in one act."""
    text = review.read_text(encoding="utf-8").replace("duyet: false", "duyet: true")
    review.write_text(
        text.replace("nguoi: null\n  muc", "nguoi: Lê Văn A\n  muc"), encoding="utf-8"
    )


def edit(review: Path, old: str, new: str) -> None:
    text = review.read_text(encoding="utf-8")
    assert old in text
    review.write_text(text.replace(old, new, 1), encoding="utf-8")


def content_of(review: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(review.read_text(encoding="utf-8"))
    return content


def test_notice_becomes_a_conclusion_with_its_certificate(dondoc: Program) -> None:
    """Read, accept, approve: the conclusion runs, and the certificate stands in the register with the file's hash."""
    document = a_notice(dondoc)
    review = reviewed(dondoc, document)
    accept_all(review)

    started = dondoc.ask("intake", "approve", str(review), "--as", OFFICE, "--person", "Trần Thị B")

    ref = started["workflow_id"].removeprefix("kl/")
    assert ("started", 3) == (started["outcome"], started["directives"])
    assert "Trần Thị B" == started["certificate"]["approved_by"]
    assert 3 == len({one["n"] for one in dondoc.ask("list", "--conclusion", f"kl/{ref}")["items"]})
    Path(started["kept"]).unlink()
    checked = dondoc.ask("intake", "verify", ref, "--document", str(document))
    assert (True, []) == (checked["ok"], checked["differences"])
    document.write_bytes(document.read_bytes() + b"\n")
    assert 1 == dondoc("intake", "verify", ref, "--document", str(document)).code


def test_approving_twice_starts_once(dondoc: Program) -> None:
    """Whoever lost the answer asks again, and nothing is doubled."""
    review = reviewed(dondoc, a_notice(dondoc))
    accept_all(review)
    first = dondoc.ask("intake", "approve", str(review), "--as", OFFICE)

    second = dondoc.ask("intake", "approve", str(review), "--as", OFFICE, "--person", "khác")

    assert ("started", "already_started") == (first["outcome"], second["outcome"])
    assert first["certificate"] == second["certificate"]


def test_nothing_starts_while_a_sentence_is_unanswered(dondoc: Program) -> None:
    """Directives to accept and text that nobody spoke of both hold the conclusion back."""
    review = reviewed(dondoc, a_notice(dondoc))

    assert (4, "WrongState") == dondoc.refused("intake", "approve", str(review), "--as", OFFICE)

    text = review.read_text(encoding="utf-8").replace("duyet: false", "duyet: true")
    review.write_text(text, encoding="utf-8")
    assert (4, "WrongState") == dondoc.refused("intake", "approve", str(review), "--as", OFFICE)


def test_draft_survives_in_the_register(dondoc: Program) -> None:
    """The file may be lost: the draft is listed and fetched again as it was saved."""
    review = reviewed(dondoc, a_notice(dondoc))
    edit(review, "phoi_hop: [G01, G12]", "phoi_hop: [G01]")
    saved = dondoc.ask("intake", "save", str(review), "--person", "Lê Văn A")
    review.unlink()

    (listed,) = (
        one for one in dondoc.ask("intake", "drafts")["drafts"] if one["id"] == saved["draft"]["id"]
    )
    dondoc.ask("intake", "open", listed["id"], "-o", str(review))

    assert (2, "Lê Văn A") == (listed["version"], listed["saved_by"])
    assert ["G01"] == content_of(review)["nhiem_vu"][0]["phoi_hop"]


def test_two_people_at_once_get_a_conflict_that_names_who_and_when(dondoc: Program) -> None:
    """The second saver and the second approver lose nothing and learn whose version stands there."""
    first = reviewed(dondoc, a_notice(dondoc))
    second = first.with_name(f"second-{first.name}")
    second.write_bytes(first.read_bytes())
    dondoc.ask("intake", "save", str(first), "--person", "Lê Văn A")
    edit(second, "phoi_hop: [G01, G12]", "phoi_hop: [G12]")
    before = second.read_bytes()

    answer = dondoc("intake", "save", str(second), "--person", "Trần Thị B", "--json")

    assert (4, "Conflict") == (answer.code, answer.error["code"])
    assert "Lê Văn A" in answer.error["message"]
    assert re.search(r"\d\d/\d\d/\d{4} \d\d:\d\d", answer.error["message"])
    assert before == second.read_bytes()
    accept_all(second)
    assert (4, "Conflict") == dondoc.refused("intake", "approve", str(second), "--as", OFFICE)


def test_document_somebody_works_on_is_pointed_out(dondoc: Program) -> None:
    """Reading it again takes nobody's draft away, and cannot be saved over it."""
    document = a_notice(dondoc)
    reviewed(dondoc, document)
    again = document.with_name("again.yaml")

    answer = dondoc("intake", str(document), "-o", str(again))

    assert "intake open" in answer.err
    assert (4, "Conflict") == dondoc.refused("intake", "save", str(again))


def test_discarded_draft_is_gone(dondoc: Program) -> None:
    """The document can be read anew; who held the old file learns that it ended."""
    review = reviewed(dondoc, a_notice(dondoc))
    ident = content_of(review)["ban_nhap"]["id"]

    dondoc.ask("intake", "discard", ident)

    assert (3, "UnknownTarget") == dondoc.refused("intake", "open", ident, "-o", str(review))
    assert (4, "Conflict") == dondoc.refused("intake", "save", str(review))


def test_splitting_merging_dropping_and_marking_in_the_file(dondoc: Program) -> None:
    """Acts speak of the numbers in the file, whatever the acts before them renumbered."""
    review = reviewed(dondoc, a_notice(dondoc))
    edit(review, "viec: []", """viec:
- {viec: tach, n: 1, truoc: "trình Thủ tướng", nguoi: Lê Văn A}
- {viec: bo, n: 2, nguoi: Lê Văn A}
- {viec: gop, n: [1, 3], nguoi: Lê Văn A}
- {viec: khong_giao_viec, muc: "I", nguoi: Lê Văn A}""")  # fmt: skip

    dondoc.ask("intake", "save", str(review))

    content = content_of(review)
    assert [] == content["viec"]
    assert ["II.1", "II.1, tách"] == [one["muc"] for one in content["nhiem_vu"]]
    assert content["nhiem_vu"][1]["noi_dung"].startswith("trình Thủ tướng")
    assert "G06" in content["nhiem_vu"][0]["chu_tri"]
    assert not any(one["duyet"] for one in content["nhiem_vu"])
    said = {one.get("hanh_vi") for one in content["doan"] if one["loai"] == "no_task"}
    assert {"mục I", "bỏ nhiệm vụ II.2"} <= said
    assert content["doan"][-1]["end"] == len(content["text"])


def test_an_act_that_makes_no_sense_is_named_by_its_line(dondoc: Program) -> None:
    """Nothing is saved, and the file stays as it is."""
    review = reviewed(dondoc, a_notice(dondoc))
    edit(review, "viec: []", "viec:\n- {viec: gop, n: [1, 99], nguoi: Lê Văn A}")
    before = review.read_bytes()

    answer = dondoc("intake", "save", str(review), "--json")

    assert (2, "Malformed") == (answer.code, answer.error["code"])
    line = before.decode().splitlines()[answer.error["line"] - 1]
    assert "99" in line
    assert before == review.read_bytes()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("duyet: false", "duyet: có"),
        ("n: 1\n", "n: một\n"),
        ("viec: []", "viec: [*x]"),
        ("viec: []", "viec: []\nviec: []"),
        ("viec: []", "viec: [[[[["),
        ("chu_tri: [G06]", "chu_tri: {}"),
        ("ngay: 2026-08-20", "ngay: 2026-02-30"),
        ("loai: no_task", "loai: gì đó"),
    ],
)
def test_mistake_in_the_file_is_named_by_its_line(dondoc: Program, old: str, new: str) -> None:
    """Exit code 2; nothing is saved or started."""
    review = reviewed(dondoc, a_notice(dondoc))
    edit(review, old, new)

    answer = dondoc("intake", "approve", str(review), "--as", OFFICE, "--json")

    assert (2, "Malformed") == (answer.code, answer.error["code"])
    assert answer.error["line"] >= 1


def test_what_is_here_already_is_shown_and_decided_by_a_person(dondoc: Program) -> None:
    """Same number, and directives that repeat open ones of the same agency, hold the approval back."""
    document = a_notice(dondoc)
    review = reviewed(dondoc, document)
    accept_all(review)
    old = dondoc.ask("intake", "approve", str(review), "--as", OFFICE)["workflow_id"]
    newer = document.with_name(f"newer-{document.name}")
    newer.write_text(document.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    answer = dondoc("intake", str(newer), "-o", str(review))

    assert f"{old}/1" in answer.err
    accept_all(review)
    refused = dondoc("intake", "approve", str(review), "--as", OFFICE, "--ref", "ban-moi", "--json")
    assert (4, "Conflict") == (refused.code, refused.error["code"])
    text = review.read_text(encoding="utf-8")
    kinds = [one["kieu"] for one in content_of(review)["trung_lap"]]
    assert ["same_number", *["similar_text"] * 3] == kinds
    text = text.replace("quyet_dinh: null, nguoi: null", "quyet_dinh: nhac_lai, nguoi: Lê Văn A")
    text = text.replace("quyet_dinh: nhac_lai", "quyet_dinh: bo", 2).replace(
        "quyet_dinh: bo", "quyet_dinh: khac", 1
    )
    review.write_text(text, encoding="utf-8")
    started = dondoc.ask(
        "intake", "approve", str(review), "--as", OFFICE, "--ref", f"ban-moi-{next(_numbers)}"
    )
    assert 2 == started["directives"]


def test_same_file_is_noticed(dondoc: Program) -> None:
    """The bytes decide, whatever the file is called."""
    document = a_notice(dondoc)
    review = reviewed(dondoc, document)
    accept_all(review)
    dondoc.ask("intake", "approve", str(review), "--as", OFFICE)
    copy = document.with_name(f"ban-sao-{document.name}")
    copy.write_bytes(document.read_bytes())

    kinds = [one["kieu"] for one in content_of(reviewed(dondoc, copy))["trung_lap"]]

    assert "same_file" == kinds[0]


def test_review_is_written_where_no_system_runs(bare: Program) -> None:
    """Reading needs nothing; draft and comparison come with the first save."""
    document = a_notice(bare)

    review = reviewed(bare, document)

    assert content_of(review)["ban_nhap"] is None
    assert (5, "Unreachable") == bare.refused("intake", "save", str(review))


def test_an_older_review_is_kept_beside_the_new_one(bare: Program) -> None:
    """An hour's work is not written over."""
    document = a_notice(bare)
    review = reviewed(bare, document)
    review.write_text("của tôi", encoding="utf-8")

    reviewed(bare, document)

    assert "của tôi" == review.with_name(f"{review.name}.bak").read_text(encoding="utf-8")


def _large() -> bytes:
    return b"%PDF-1.7\n" + b"0" * (100 * 1024 * 1024)


def _encrypted_pdf() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        b"3 0 obj\n<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>\nendobj\n"
        b"trailer\n<< /Root 1 0 R /Encrypt 3 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>] >>\n%%EOF\n"
    )  # fmt: skip


BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("a.docx", lambda: b""),
    "truncated docx": ("a.docx", lambda: good()[:-2000]),
    "truncated pdf": ("a.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog"),
    "encrypted docx": ("a.docx", locked_zip),
    "encrypted pdf": ("a.pdf", _encrypted_pdf),
    "macros": ("a.docx", lambda: with_part(good(), "word/vbaProject.bin", b"code")),
    "zip bomb": ("a.docx", lambda: with_part(good(), "word/media/a.xml", b"0" * 60_000_000)),
    "xml bomb": ("a.docx", lambda: with_part(good(), "word/document.xml", BOMB.encode())),
    "a hundred megabytes": ("a.pdf", _large),
    "wrong extension": ("a.pdf", good),
    "image renamed": ("a.docx", lambda: PNG),
    "archive renamed": ("a.docx", lambda: archive_of({"doc.txt": b"abc"})),
    "secret": ("a.txt", lambda: ("MẬT\n" + NOTICE).encode()),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_file_is_refused_and_nothing_of_it_is_kept(bare: Program, kind: str) -> None:
    """Exit code 2 with reason and remedy, within ten seconds and one gigabyte of address space."""
    name, make = BAD[kind]
    path = bare.folder / name
    path.write_bytes(make())
    before = sorted(bare.folder.rglob("*"))

    done = subprocess.run(
        [sys.executable, "-m", "cli", "intake", str(path), "-o", str(bare.folder / "r.yaml"), "--json"],
        cwd=CHECKOUT, env=bare.environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        timeout=10, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (_GB, _GB)),
    )  # fmt: skip

    assert 2 == done.returncode, done.stderr
    error = yaml.safe_load(done.stderr)["error"]
    assert ("Malformed", "") == (error["code"], done.stdout)
    assert error["message"]
    assert error["remedy"]
    assert before == sorted(bare.folder.rglob("*"))


def test_missing_file_is_malformed_input(bare: Program) -> None:
    """A name that is no file is told as such."""
    assert (2, "Malformed") == bare.refused("intake", str(bare.folder / "khong-co.docx"))


def _long(program: Program) -> Path:
    line = "{}. Bộ Tài chính chủ trì, phối hợp với Bộ Công an rà soát việc số {}, báo cáo trước ngày 20 tháng 8 năm 2026.\n"
    path = program.folder / "dai.txt"
    path.write_text(NOTICE + "".join(line.format(n, n) for n in range(4, 25_000)), encoding="utf-8")
    return path


def test_long_document_shows_how_far_it_is_and_stops_at_ctrl_c(bare: Program) -> None:
    """A bar on the terminal while it reads; Ctrl+C ends with 130 and leaves nothing."""
    path = _long(bare)
    before = sorted(bare.folder.rglob("*"))
    terminal, inner = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "cli", "intake", str(path), "-o", str(bare.folder / "r.yaml")],
        cwd=CHECKOUT, env=bare.environment() | {"TERM": "xterm", "COLUMNS": "100"}, stdin=inner, stdout=inner, stderr=inner,
        start_new_session=True,
    )  # fmt: skip
    os.close(inner)
    seen = _seen_until(terminal, r"[1-9]\d*/\d{4,}")

    os.killpg(running.pid, signal.SIGINT)
    _seen_until(terminal, r"chưa ghi gì")

    assert "Tìm nhiệm vụ" in seen
    assert 130 == running.wait(PATIENCE_S)
    os.close(terminal)
    assert before == sorted(bare.folder.rglob("*"))


def _seen_until(terminal: int, pattern: str) -> str:
    """What the terminal shows until the pattern is there; the test's own patience ends it otherwise."""
    seen, give_up_at = b"", time.monotonic() + PATIENCE_S
    while not re.search(pattern, seen.decode(errors="replace")):
        assert time.monotonic() < give_up_at, seen[-2000:]
        try:
            seen += os.read(terminal, 4096)
        except OSError as error:  # the other side is closed
            raise AssertionError(seen[-2000:]) from error
    return seen.decode(errors="replace")


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_other_kinds_of_files_go_the_same_way(dondoc: Program, suffix: str) -> None:
    """DOCX and PDF come to the same three directives at the command line."""
    text = a_notice(dondoc).read_text(encoding="utf-8")
    path = dondoc.folder / f"thong-bao-{next(_numbers)}.{suffix}"
    if suffix == "docx":
        path.write_bytes(docx_of(text.splitlines()))
    else:
        face = font()
        if face is None:
            pytest.skip("no TrueType font with Vietnamese on this machine: PDF is NOT tested here")
        path.write_bytes(pdf_of(text, face))

    answer = dondoc.ask("intake", str(path))

    assert ["2026-08-20", None, "2026-12-31"] == [one["deadline"] for one in answer["directives"]]
