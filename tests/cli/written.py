"""Conclusion files as people write them; what a test does not say is ordinary."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.moments import day_of

OFFICE, LEAD, OTHER = "G22", "G18", "G12"
"""The standing office (VPCP), a lead agency (Bộ Y tế) and another ministry (Bộ Tài chính)."""
TODAY = day_of(datetime.now(UTC))
FAR = TODAY + timedelta(days=400)

_numbers = itertools.count(1)


def a_ref(name: str = "vi-du") -> str:
    """A ref that no other test of this run uses."""
    return f"{name}-{next(_numbers)}"


def a_directive(n: int = 1, **said: Any) -> dict[str, Any]:
    """A directive to Bộ Y tế with a due day far away."""
    ordinary: dict[str, Any] = {
        "n": n,
        "clause": f"II.{n}",
        "text": f"Rà soát, báo cáo về công tác phòng, chống dịch số {n}",
        "assignees": [LEAD],
        "deadline": {"raw": "theo văn bản", "precision": "day", "due_on": FAR.isoformat()},
    }
    return ordinary | said


def a_conclusion(*directives: dict[str, Any], **said: Any) -> dict[str, Any]:
    """A conclusion of today followed up by Văn phòng Chính phủ."""
    ordinary: dict[str, Any] = {
        "ref": a_ref(),
        "issued_on": TODAY.isoformat(),
        "title": "Thông báo kết luận (ví dụ)",
        "standing_office": OFFICE,
        "directives": list(directives) or [a_directive()],
    }
    return ordinary | said


def carried_over(n: int = 1, **said: Any) -> dict[str, Any]:
    """A directive that was not done in an earlier period and has no new day: overdue on arrival."""
    return a_directive(
        n,
        deadline={"raw": "sớm", "precision": "none"},
        carried_over_from={
            "period": "kỳ trước",
            "due_on": (TODAY - timedelta(days=12)).isoformat(),
        },
        **said,
    )
