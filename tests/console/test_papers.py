"""Papers from the screens: who may have which written, and that they are those of the command line."""

import io
import zipfile
from pathlib import Path

import pytest

from register.exchange.manifest import read_manifest
from tests.cli.written import LEAD, a_conclusion, a_directive, carried_over
from tests.console.site import Site
from tests.papers.reading import pages_in, sheets_in


@pytest.fixture(scope="module")
def case(site: Site) -> str:
    """A conclusion with overdue work and a request for more time."""
    ref = str(site.program.start(a_conclusion(carried_over(1), a_directive(2)))["workflow_id"])
    asked = ("--new-due-on", "2099-01-31", "--reason", "Chờ ý kiến")
    site.program.ask("request-extension", f"{ref}/1@{LEAD}", "--as", LEAD, *asked)
    return ref


def test_officer_finds_every_paper_on_one_page(site: Site, case: str) -> None:
    """Agencies with overdue work, requests, conclusions and periods, each with its files."""
    page = site.browser("officer").get("/van-ban").text

    for address in (
        f"/van-ban/don-doc?cq={LEAD}&amp;dang=pdf",
        f"/van-ban/bang-theo-doi?kl={case.replace('/', '%2F') if '%2F' in page else case}&amp;dang=xlsx",
        "/van-ban/giao-viec",
        "/van-ban/gia-han?nv=",
    ):
        assert address in page
    assert "Chờ ý kiến" in page
    # Only who sees everything reports on everything: the office itself, while no other one issues conclusions.
    assert "/van-ban/bao-cao" in site.browser("supervisor").get("/van-ban").text


@pytest.mark.parametrize("wanted", ["pdf", "docx", "xlsx"])
def test_every_button_gives_the_file_it_names(site: Site, case: str, wanted: str) -> None:
    """Letter, assignment, decision, table, report: an attachment of its kind, kept by no cache."""
    officer, supervisor = site.browser("officer"), site.browser("supervisor")
    for who, address in (
        (officer, f"/van-ban/don-doc?cq={LEAD}"),
        (officer, f"/van-ban/giao-viec?kl={case}&cq={LEAD}"),
        (officer, f"/van-ban/gia-han?nv={case}/1@{LEAD}"),
        (officer, f"/van-ban/bang-theo-doi?kl={case}"),
        (supervisor, "/van-ban/bao-cao?ky=2026-H2"),
    ):
        answer = who.get(f"{address}&dang={wanted}")

        assert 200 == answer.status_code, address
        assert f'.{wanted}"' in answer.headers["content-disposition"]
        assert "no-store" in answer.headers["cache-control"]
        assert answer.content[:4] == (b"%PDF" if wanted == "pdf" else b"PK\x03\x04")


def test_screen_and_command_line_give_the_same_paper(site: Site, case: str, tmp_path: Path) -> None:
    """Cell for cell, as of the same day."""
    asked = f"/van-ban/bang-theo-doi?kl={case}&dang=xlsx"
    shown = sheets_in(site.browser("officer").get(asked).content)["Theo dõi"]

    told = site.program.ask("paper", "follow-up", case, "-o", str(tmp_path / "a.pdf"))

    assert [row[-1] for row in shown] == [row[-1] for row in told["tables"]["Theo dõi"]]
    assert [row[2] for row in shown] == [row[2] for row in told["tables"]["Theo dõi"]]


def test_another_standing_office_writes_nothing_about_this_ones_work(site: Site, case: str) -> None:
    """Its conclusions are unknown there, its late work in no letter, and a report on everything is refused."""
    other = site.browser("otheroffice")

    assert case not in other.get("/van-ban").text
    for address in (
        f"/van-ban/giao-viec?kl={case}&cq={LEAD}",
        f"/van-ban/gia-han?nv={case}/1@{LEAD}",
        f"/van-ban/bang-theo-doi?kl={case}",
    ):
        assert 404 == other.get(address).status_code
    letter = " ".join(pages_in(other.get(f"/van-ban/don-doc?cq={LEAD}").content))
    assert "không có nhiệm vụ nào quá hạn" in letter
    assert case not in letter
    assert 403 == other.get("/van-ban/bao-cao?ky=2026-H2").status_code


def test_supervisor_and_auditor_get_tables_and_reports_but_no_letters(
    site: Site, case: str
) -> None:
    """They watch; the standing office writes."""
    for login in ("supervisor", "auditor"):
        browser = site.browser(login)

        assert "/van-ban/don-doc" not in browser.get("/van-ban").text
        assert 200 == browser.get(f"/van-ban/bang-theo-doi?kl={case}").status_code
        assert 200 == browser.get("/van-ban/bao-cao?ky=2026").status_code
        assert 403 == browser.get(f"/van-ban/don-doc?cq={LEAD}").status_code


def test_auditor_leaves_with_the_same_export_as_the_command_line(
    site: Site, case: str, tmp_path: Path
) -> None:
    """One archive whose manifest holds, without anything secret; that it was taken away stands in the log."""
    auditor = site.browser("auditor")
    assert "/xuat-so" in auditor.get("/van-ban").text

    answer = auditor.send_form("/xuat-so")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    manifest = read_manifest(tmp_path / "so")

    assert 200 == answer.status_code
    assert case in (tmp_path / "so" / "assignments.csv").read_text(encoding="utf-8")  # fmt: skip
    assert manifest.digest == site.program.ask("export", str(tmp_path / "lenh"))["digest"]
    assert not [one.name for one in (tmp_path / "so").iterdir() if b"argon2" in one.read_bytes()]
    assert "register_exported" in (tmp_path / "lenh" / "access.jsonl").read_text(encoding="utf-8")


def test_what_cannot_be_written_is_said(site: Site, case: str) -> None:
    """Wrong agency, period, day or format; a request that nobody made."""
    officer, supervisor = site.browser("officer"), site.browser("supervisor")

    assert 422 == officer.get("/van-ban/don-doc?cq=X99").status_code
    for address in (
        "/van-ban/bao-cao?ky=2026-H3",
        "/van-ban/bao-cao?ky=2026-H2&ngay=31-12-2026",
        "/van-ban/bao-cao?ky=2026-H2&dang=odt",
    ):
        assert 422 == supervisor.get(address).status_code, address
    assert 409 == officer.get(f"/van-ban/gia-han?nv={case}/2@{LEAD}").status_code
    assert 404 == officer.get("/van-ban/gia-han?nv=kl/khong/1@G18").status_code
