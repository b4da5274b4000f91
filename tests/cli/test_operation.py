"""For those who keep the system running: checks that find nothing wrong, and what they say when they do."""

from pathlib import Path

from tests.cli.program import Program
from tests.cli.written import LEAD, a_conclusion


def test_register_agrees_with_its_log(dondoc: Program) -> None:
    """Chain and read model recomputed from the events."""
    dondoc.start(a_conclusion())

    report = dondoc.ask("verify")

    assert (True, []) == (report["ok"], report["differences"])
    assert report["checked"] > 0


def test_read_model_is_rebuilt_identical(dondoc: Program) -> None:
    """Dropped, folded again, compared."""
    dondoc.start(a_conclusion())

    rebuilt = dondoc.ask("register", "rebuild")

    assert (True, []) == (rebuilt["ok"], rebuilt["differences"])
    assert dondoc.ask("verify")["ok"]


def test_reseeding_a_healthy_engine_starts_nothing(dondoc: Program) -> None:
    """Every open packet has its workflow."""
    dondoc.start(a_conclusion())

    answer = dondoc.ask("register", "reseed")

    assert answer["checked"] >= 1
    assert (0, []) == (answer["started"], answer["packets"])


def test_reconciling_a_healthy_system_finds_nothing(dondoc: Program) -> None:
    """Every packet is compared with its workflow; a person reads one line."""
    dondoc.start(a_conclusion())

    answer = dondoc.ask("register", "reconcile")
    said = dondoc("register", "reconcile", "--lang", "en")

    assert (True, []) == (answer["ok"], answer["differences"])
    assert answer["checked"] >= 1
    assert (0, True) == (said.code, "agree" in said.out)


def test_doctor_finds_every_part_well(dondoc: Program) -> None:
    """What is only useful, as OCR is, cannot make the whole unwell."""
    report = dondoc.ask("doctor")

    parts = {part["name"]: part for part in report["parts"]}
    assert report["ok"]
    assert {
        "python",
        "data_dir",
        "calendar",
        "run_file",
        "postgresql",
        "temporal",
        "worker",
    } <= set(parts)
    assert all({"name", "ok", "detail", "remedy"} == part.keys() for part in report["parts"])
    assert all(part["ok"] for name, part in parts.items() if name != "tesseract")
    assert "PostgreSQL" in dondoc("doctor", "--lang", "en").out


def test_doctor_names_the_remedy_for_what_is_away(bare: Program) -> None:
    """Exit code 5, and the parts that could be looked at are there."""
    answer = bare("doctor", "--json")

    parts = {part["name"]: part for part in answer.json["parts"]}
    assert (5, False) == (answer.code, answer.json["ok"])
    assert "make up" in parts["run_file"]["remedy"]
    assert parts["python"]["ok"]


def test_lost_evidence_is_found(dondoc: Program, tmp_path: Path) -> None:
    """Every file that the register names is read back with its hash."""
    conclusion = a_conclusion()
    dondoc.start(conclusion)
    one = f"kl/{conclusion['ref']}/1@{LEAD}"
    document = tmp_path / "so-lieu.pdf"
    document.write_bytes(b"%PDF-1.7\n2025: 80\n")
    stored = dondoc.ask("evidence", "put", str(document))
    dondoc.ask("acknowledge", one, "--as", LEAD)
    dondoc.ask(
        "submit-evidence", one, "--as", LEAD, "--file", str(document),
        "--document-no", "77/BC", "--document-date", "2025-11-22",
    )  # fmt: skip
    assert dondoc.ask("evidence", "verify")["ok"]

    kept = next(dondoc.folder.glob(f"evidence/**/{stored['sha256']}"))
    kept.write_text("khác")
    answer = dondoc("evidence", "verify", "--json")
    kept.write_bytes(document.read_bytes())

    assert (1, False) == (answer.code, answer.json["ok"])
    assert [stored["sha256"]] == [each["sha256"] for each in answer.json["differences"]]


def test_empty_file_is_no_evidence(dondoc: Program, tmp_path: Path) -> None:
    (tmp_path / "rong.pdf").touch()

    assert (2, "Malformed") == dondoc.refused("evidence", "put", str(tmp_path / "rong.pdf"))
