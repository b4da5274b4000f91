"""What other offices think of the evidence, below the facts of `dondoc show`."""

from collections.abc import Mapping, Sequence
from typing import Any

from cli.desk import Desk
from cli.output import Cell
from cli.words import Both
from schemas.agencies import name_of
from schemas.wording import day_text

__all__ = ["show_opinions"]


def show_opinions(desk: Desk, opinions: Sequence[Mapping[str, Any]]) -> None:
    """One line for the question with its day, one for the answer or that it is still to come."""
    say = desk.out.say
    for one in opinions:
        office, day = name_of(one["to"]), day_text(one["answer_by"], desk.lang)
        head = Cell(f"{say(_OPINION):<13} ", "dim")
        desk.out.line(head, say(_ASKED).format(office=office, day=day, question=one["question"]))
        answered = one["answered"]
        desk.out.line(f"{'':<14}→ ", answered["answer"] if answered else say(_WAITING))


_OPINION = Both("Ý kiến", "Opinion")
_ASKED = Both("{office}, trước hết ngày {day}: {question}", "{office}, by {day}: {question}")
_WAITING = Both("chưa trả lời", "not answered")
