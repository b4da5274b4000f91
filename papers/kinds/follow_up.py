"""The follow-up table of a conclusion: every assignment, where it stands, and the seven groups that add up."""

from collections import Counter
from collections.abc import Sequence

from papers.kinds.offices import head_of_table, signer_of
from papers.kinds.rows import follow_up_table
from papers.paper import Facts, Paper, Table, Text
from papers.writing import day, whole
from schemas.labels import SCHEDULES, word
from schemas.reporting import Work
from schemas.states import Schedule

__all__ = ["follow_up"]


def follow_up(works: Sequence[Work], *, title: str, office: str, facts: Facts) -> Paper:
    """Bảng theo dõi thực hiện kết luận, in landscape."""
    as_of = facts.as_of
    counted = Counter(work.schedule for work in works)
    groups = "; ".join(
        f"{word(SCHEDULES, group, 'vi').lower()} {whole(counted[group.value])}"
        for group in Schedule
    )
    ordered = sorted(works, key=lambda work: (work.n, work.holder, work.id))
    table: Table = follow_up_table(ordered, as_of)
    return Paper(
        name=f"bang-theo-doi_{_ref(works)}_{as_of}",
        head=head_of_table(office, as_of),
        kind="BẢNG THEO DÕI",
        subject=f"Tình hình thực hiện {title}",
        facts=facts,
        body=(
            Text(f"Tính đến hết ngày {day(as_of)}: {whole(len(works))} nhiệm vụ, gồm {groups}."),
            table,
        ),
        recipients=("Lưu: VT, …….",),
        signer=signer_of(office, as_of),
        landscape=True,
    )


def _ref(works: Sequence[Work]) -> str:
    return works[0].conclusion.removeprefix("kl/") if works else "trong"
