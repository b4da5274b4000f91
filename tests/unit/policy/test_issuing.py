"""From a conclusion to its packets, and what keeps it from being issued."""

from collections import Counter
from typing import Any

import pytest

from policy.issuing import PACKET_HOLDS, cases_of, content_hash, planned_of, problems_of
from tests.builders import a_conclusion, a_directive

ALL_PROVINCES = "Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"assignees": ["G99"]}, "unknown_agency"),
        ({"assignees": ["Bộ Không Có"]}, "unknown_agency"),
        ({"assignees": ["G18, G12"]}, "two_leads"),
        ({"assignees": ["G18 và G12"]}, "two_leads"),
        ({"assignees": ["G18", "G18"]}, "assigned_twice"),
        ({"assignees": ["G18", "các bộ, ngành, địa phương"]}, "assigned_twice"),
        ({"coordinating": ["G99"]}, "unknown_agency"),
        ({"due_on": "2023-07-11"}, "due_before_issue"),
        ({"deadline": {"due_on": "2023-10-31"}}, "day_without_precision"),
        ({"deadline": {"precision": "month"}}, "precision_without_day"),
        ({"deadline": {"raw": "sớm", "review_on": "2023-07-01"}}, "review_before_issue"),
        (
            {"carried_over_from": {"period": "2023-H1", "due_on": "2023-07-12"}},
            "origin_not_before_issue",
        ),
        (
            {
                "due_on": "2023-07-01",
                "carried_over_from": {"period": "2023-H1", "due_on": "2023-06-30"},
            },
            "due_before_issue",
        ),
    ],
)
def test_a_directive_that_cannot_be_followed_up_is_refused(
    changes: dict[str, Any], reason: str
) -> None:
    """Each problem names its field and its reason."""
    conclusion = a_conclusion(a_directive(1), a_directive(2, **changes))

    (problem,) = problems_of(conclusion)

    assert problem.reason == reason
    assert problem.path[:2] == ("directives", 1)


def test_a_secret_document_is_refused_whatever_else_it_says() -> None:
    """MẬT and above must not enter the system."""
    assert [one.reason for one in problems_of(a_conclusion(secrecy="MẬT"))] == ["secret"]


def test_directives_have_numbers_of_their_own() -> None:
    """The second with a number is the wrong one."""
    (problem,) = problems_of(a_conclusion(a_directive(1), a_directive(1)))

    assert problem.path == ("directives", 1, "n")


def test_a_group_as_lead_means_one_assignment_for_each_member_valid_that_day() -> None:
    """ "UBND các tỉnh" of July 2023 are 63 provinces; as a coordinator the same words stay words."""
    conclusion = a_conclusion(
        a_directive(assignees=[ALL_PROVINCES], coordinating=["các bộ, ngành", "G12"])
    )

    planned = planned_of(conclusion, conclusion.directives[0])

    assert len(planned) == 63
    assert {one.coordinating for one in planned} == {("G12",)}


@pytest.mark.parametrize(
    ("directives", "sizes"),
    [
        (1, [63]),
        (4, [252]),
        (5, [252, 63]),
        (31, [252] * 7 + [189]),
    ],
)
def test_whole_directives_are_packed_in_order(directives: int, sizes: list[int]) -> None:
    """A packet ends where the next whole directive would not fit."""
    numbers = range(1, directives + 1)
    conclusion = a_conclusion(*(a_directive(n, assignees=[ALL_PROVINCES]) for n in numbers))

    cases = cases_of(conclusion)

    assert [len(case.planned) for case in cases] == sizes
    assert [case.stream for case in cases] == [
        "kl/vi-du" if n == 1 else f"kl/vi-du~{n}" for n in range(1, len(sizes) + 1)
    ]
    assert all(len(case.planned) <= PACKET_HOLDS for case in cases)


def test_no_assignment_is_lost_or_doubled_by_packing() -> None:
    """Every directive by every agency is planned exactly once, over all packets."""
    groups = ["các bộ, ngành, địa phương"]
    conclusion = a_conclusion(*(a_directive(n, assignees=groups) for n in range(1, 9)))

    counts = Counter(one.id for case in cases_of(conclusion) for one in case.planned)

    assert set(counts.values()) == {1}
    assert len(counts) == 8 * len(planned_of(conclusion, conclusion.directives[0]))


def test_the_same_words_in_another_unicode_form_are_the_same_conclusion() -> None:
    """NFD is normalised, not refused; the hash of the content is equal."""
    import unicodedata

    composed = a_conclusion(title="Hoàn thiện thể chế chuyển đổi số")
    decomposed = a_conclusion(title=unicodedata.normalize("NFD", composed.title))

    assert content_hash(decomposed) == content_hash(composed)


def test_the_case_carries_the_rules_it_was_opened_under() -> None:
    """Ladders, calendar version and strictness travel with the case."""
    (case,) = cases_of(a_conclusion(rules={"before_day": "strict", "tier": "key"}))

    assert case.rules.calendar.version == "vn-2026-11"
    assert case.rules.before_day == "strict"
    assert case.rules.ladders
