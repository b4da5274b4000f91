"""Starting a conclusion: once, whoever asks how often; nothing else under its ref."""

from tests.cli.program import Program
from tests.cli.written import LEAD, OTHER, a_conclusion, a_directive


def test_conclusion_starts_with_one_assignment_for_each_assignee(dondoc: Program) -> None:
    """The answer counts what was started, and the register holds it when the answer comes."""
    conclusion = a_conclusion(a_directive(1, assignees=[LEAD, OTHER]), a_directive(2))

    started = dondoc.start(conclusion)

    assert f"kl/{conclusion['ref']}" == started["workflow_id"]
    assert ("started", 1, 2, 3) == tuple(
        started[name] for name in ("outcome", "packets", "directives", "assignments")
    )
    listed = dondoc.ask("list", "--conclusion", f"kl/{conclusion['ref']}")
    assert 3 == len(listed["items"])


def test_same_conclusion_twice_starts_once_and_says_so(dondoc: Program) -> None:
    """The second start is no error."""
    conclusion = a_conclusion()
    first = dondoc.start(conclusion)

    second = dondoc.start(conclusion)

    assert ("started", "already_started") == (first["outcome"], second["outcome"])
    assert first["run_id"] == second["run_id"]


def test_other_content_under_the_same_ref_is_refused_with_the_difference(dondoc: Program) -> None:
    """A ref is given for ever; the answer shows field by field what differs."""
    conclusion = a_conclusion()
    dondoc.start(conclusion)

    other = dondoc("start", str(dondoc.written(conclusion | {"title": "Khác"})), "--json")

    assert (4, "Conflict") == (other.code, other.error["code"])
    assert other.error["differences"] == [
        {"path": "title", "running": conclusion["title"], "given": "Khác"}
    ]


def test_issue_is_another_name_of_start(dondoc: Program) -> None:
    """The standing office issues; programs start."""
    issued = dondoc.ask("issue", str(dondoc.written(a_conclusion())))

    assert "started" == issued["outcome"]


def test_issue_date_can_be_given_beside_the_file(dondoc: Program) -> None:
    """`--issued-on` takes the place of the file's, in the form people write dates."""
    conclusion = a_conclusion()

    dondoc.ask("start", str(dondoc.written(conclusion)), "--issued-on", "2/1/2024")

    again = dondoc("start", str(dondoc.written(conclusion)), "--json")
    assert "issued_on" == again.error["differences"][0]["path"]


def test_rehearsal_tells_every_rung_and_starts_nothing(dondoc: Program) -> None:
    """In order of time, for a story in which nobody does anything."""
    conclusion = a_conclusion()

    steps = dondoc.ask("rehearse", str(dondoc.written(conclusion)))["steps"]

    assert steps == sorted(steps, key=lambda step: step["at"])
    final = [step["rung"] for step in steps if step["obligation"] == "final_evidence"]
    assert ["-7d", "-3d", "-1d", "+1d", "+7d", "+14d", "+30d"] == final
    assert (3, "UnknownTarget") == dondoc.refused("show", f"kl/{conclusion['ref']}")
