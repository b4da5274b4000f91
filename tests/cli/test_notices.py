"""Notices from a terminal: the inbox, addresses, secrets, what is given up."""

from tests.builders import LEAD, a_conclusion, a_directive
from tests.cli.program import Program


def test_an_office_reads_its_inbox(dondoc: Program) -> None:
    """Whoever has no mail and no webhook reads here what the office was told."""
    dondoc.start(a_conclusion(a_directive(1), ref="hop-thu").model_dump(mode="json"))

    found = dondoc.ask("notices", "inbox", "--agency", LEAD)
    text = dondoc("notices", "inbox", "--agency", LEAD).out

    assert "kl/hop-thu/1@G18" in {one["target"] for one in found["items"]}
    assert "Giao nhiệm vụ" in text


def test_an_operator_sets_addresses_and_sees_a_secret_once(dondoc: Program) -> None:
    """The secret of a new webhook is shown when it is set and never again; rotating gives a new one."""
    first = dondoc.ask(
        "notices",
        "address",
        "H05",
        "--email",
        "vt@cantho.example",
        "--webhook",
        "https://cantho.example/h",
    )
    second = dondoc.ask("notices", "address", "H05", "--webhook", "https://cantho.example/moi")
    rotated = dondoc.ask("notices", "rotate-secret", "H05")

    (secret,) = [one["secret"] for one in first["items"] if "secret" in one]
    assert secret.startswith("whsec_")
    assert not any("secret" in one for one in second["items"])
    assert rotated["secret"] not in {secret, None}
    assert {one["address"] for one in second["items"]} == {
        "vt@cantho.example",
        "https://cantho.example/moi",
    }
    assert len(dondoc.ask("notices", "forget-address", "H05", "webhook")["items"]) == 1


def test_a_wrong_address_is_malformed(dondoc: Program) -> None:
    """Refused before anything is stored, with what is wrong."""
    for words in (
        ("address", "H05", "--email", "khong-phai-dia-chi"),
        ("address", "H05", "--webhook", "ftp://cantho.example"),
        ("address", "X99", "--email", "vt@cantho.example"),
        ("rotate-secret", "H10"),
        ("resend",),
    ):
        assert dondoc.refused("notices", *words) == (2, "Malformed")


def test_what_is_on_its_way_is_listed(dondoc: Program) -> None:
    """The list of dead letters is empty while nothing failed, and sending nothing again is no mistake."""
    found = dondoc.ask("notices", "list", "--state", "dead")

    assert found["items"] == []
    assert dondoc.ask("notices", "resend", "--all") == {"items": []}


def test_a_key_for_letters_is_shown_once_and_changes(dondoc: Program) -> None:
    """An agency's system signs with it; an agency that never was gets none."""
    first, second = (dondoc.ask("notices", "inbound-key", "H05") for _ in range(2))

    assert first["path"] == "/api/v1/inbound/H05"
    assert first["secret"].startswith("whsec_")
    assert first["secret"] != second["secret"]
    assert dondoc.refused("notices", "inbound-key", "X99") == (2, "Malformed")
