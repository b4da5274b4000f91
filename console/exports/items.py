"""Assignments as rows of a file: the columns of the list, its tags as words, its days as days."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from console.desk import Console
from console.exports.answers import Heads
from register import reads
from register.reads import ListFilters, Scope
from schemas.agencies import name_of
from schemas.labels import DECLARED, SCHEDULES, STATES, VERIFIED, Lang, word
from schemas.states import Declared, Schedule, State, Verified
from schemas.wording import Both

MOST_EXPORTED: Final = 20_000
_AT_ONCE: Final = 500


async def items_of(
    console: Console, scope: Scope, filters: ListFilters, day: date
) -> list[dict[str, Any]]:
    """Every assignment of a list in its order, page by page, up to MOST_EXPORTED."""
    items: list[dict[str, Any]] = []
    after: str | None = None
    while len(items) < MOST_EXPORTED:
        part = await reads.list_for(console.pool, scope, filters, day, (_AT_ONCE, after))
        items += part.items
        after = part.next
        if after is None:
            break
    return items


def counts_in(row: Mapping[str, int]) -> list[int]:
    """The counts of one row of the statistics, in the order of COUNT_HEADS; nothing counted is 0."""
    return [row.get(key, 0) for key in _COUNTS]


def item_row(one: Mapping[str, Any], lang: Lang) -> list[Any]:
    """One assignment as a row."""
    due, deadline = one["deadline"]["due_on"], one["deadline"]
    schedule = word(SCHEDULES, Schedule(one["schedule"]), lang) if one["schedule"] else ""
    return [
        one["id"],
        one["n"],
        one["clause"],
        one["text"],
        one["holder"],
        name_of(one["holder"]),
        "; ".join(name_of(code) for code in one["coordinating"]),
        date.fromisoformat(due) if due else None,
        deadline["raw"],
        word(STATES, State(one["state"]), lang),
        word(DECLARED, Declared(one["declared"]), lang),
        one["progress"],
        word(VERIFIED, Verified(one["verified"]), lang),
        schedule,
        one["days_late"],
        one["rung"],
        one["conclusion"],
        one["session"],
        "; ".join(one["programmes"]),
    ]


_COUNTS: Final = (*(group.value for group in Schedule), "total")
COUNT_HEADS: Final[Heads] = (
    *((Both(*SCHEDULES[group]), 0.9, "number") for group in Schedule),
    (Both("Tổng giao", "All"), 0.9, "number"),
)
"""The seven groups and their total, in the order of the statistics."""
ITEM_HEADS: Final[Heads] = (
    (Both("Mã", "Id"), 2.2, "text"),
    (Both("Số", "No"), 0.5, "number"),
    (Both("Điểm", "Clause"), 0.7, "text"),
    (Both("Nhiệm vụ", "Assignment"), 5, "text"),
    (Both("Mã cơ quan", "Agency code"), 0.8, "text"),
    (Both("Cơ quan chủ trì", "Lead agency"), 2.2, "text"),
    (Both("Phối hợp", "Coordinating"), 2.2, "text"),
    (Both("Hạn", "Due"), 0.9, "date"),
    (Both("Hạn theo văn bản", "Due as printed"), 1.6, "text"),
    (Both("Trạng thái", "State"), 1.4, "text"),
    (Both("Cơ quan báo", "Declared"), 1.2, "text"),
    (Both("Tiến độ %", "Progress %"), 0.8, "number"),
    (Both("Thẩm tra", "Verified"), 1.4, "text"),
    (Both("Tiến độ hạn", "Schedule"), 1.4, "text"),
    (Both("Số ngày quá hạn", "Days late"), 0.8, "number"),
    (Both("Nấc", "Rung"), 0.7, "text"),
    (Both("Kết luận", "Conclusion"), 1.8, "text"),
    (Both("Phiên", "Session"), 0.6, "number"),
    (Both("Chương trình", "Programmes"), 1.4, "text"),
)
