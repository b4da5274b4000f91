"""`agencies handover`: what an agency that has ceased still holds is listed first, then handed over."""

from tests.cli.program import Program
from tests.cli.written import FAR, OFFICE, a_conclusion, a_directive

DECISION = [
    "--decision-number",
    "232/QĐ-TTg",
    "--decision-date",
    "24/1/2025",
    "--decision-signer",
    "Thủ tướng",
]
AS = ["--as", OFFICE]


def issued(dondoc: Program) -> str:
    """A conclusion of before the mergers of 2025, one directive to Bộ Kế hoạch và Đầu tư, one to Bộ Y tế."""
    due = {"raw": "theo văn bản", "precision": "day", "due_on": FAR.isoformat()}
    conclusion = a_conclusion(
        a_directive(1, assignees=["G05"], deadline=due), a_directive(2), issued_on="2025-01-15"
    )
    dondoc.start(conclusion)
    return f"kl/{conclusion['ref']}"


def test_the_list_comes_first_and_changes_nothing(dondoc: Program) -> None:
    """Every open assignment whose holder has ceased, with its successor, as a preview."""
    ref = issued(dondoc)

    listed = dondoc.ask("agencies", "handover", "G05", "--dry-run")
    unconfirmed = dondoc.ask("agencies", "handover", "G05", *AS, *DECISION)

    own = [one for one in listed["changes"] if one["id"].startswith(f"{ref}/")]
    assert own == [{"id": f"{ref}/1@G05", "field": "holder", "from": "G05", "to": "G12"}]
    assert (listed["applied"], unconfirmed["applied"]) == (False, False)
    assert dondoc.ask("show", f"{ref}/1@G05")["holder"] == "G05"
    assert f"{ref}/1@G05" in dondoc("agencies", "handover", "--dry-run").out


def test_confirmed_it_is_handed_over_under_the_same_id(dondoc: Program) -> None:
    """The deciding document is in the history; nothing is left to hand over."""
    ref = issued(dondoc)

    done = dondoc.ask("agencies", "handover", "G05", "--yes", *AS, *DECISION)

    assert done["applied"]
    assert f"{ref}/1@G05" in {one["id"] for one in done["affected"]}
    shown = dondoc.ask("show", f"{ref}/1@G05")
    assert shown["holder"] == "G12"
    (event,) = (one for one in shown["events"] if one["type"] == "HandedOver")
    assert event["payload"]["decision"]["number"] == "232/QĐ-TTg"
    assert dondoc.ask("agencies", "handover", "G05", "--dry-run")["changes"] == []
    assert dondoc.ask("verify")["ok"]


def test_an_agency_that_still_exists_has_nothing_to_hand_over(dondoc: Program) -> None:
    """Refused with what to do instead; so is a handing-over without a document or without an office."""
    assert dondoc.refused("agencies", "handover", "G18", "--dry-run") == (4, "WrongState")
    assert dondoc.refused("agencies", "handover", "G99", "--dry-run") == (2, "Malformed")
    assert dondoc.refused("agencies", "handover", "G05", *AS) == (4, "MissingDocument")
    assert dondoc.refused("agencies", "handover", "G05", *DECISION) == (2, "Malformed")
