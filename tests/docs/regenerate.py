"""The parts of docs/ that are drawn from the code: states, ladders, the schema of conclusion files.

`python -m tests.docs.regenerate` writes them; the tests beside this file say when that is needed.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from policy.ladders import (
    ACKNOWLEDGE_WITHIN,
    CONTRIBUTE_WITHIN,
    EXPLAIN_WITHIN,
    OFFICE_WITHIN,
    OPINION_WITHIN,
    standard_ladders,
)
from policy.transitions import MOVES, ON_CONCLUSIONS, Capacity, Move, possible_in
from schemas.conclusion import Conclusion
from schemas.labels import FACTS, OWED, TOLD, state_word, word
from schemas.rules import Ladder, Rung
from schemas.states import Owed, State, Tier

CHECKOUT: Final = Path(__file__).parents[2]
STATES: Final = CHECKOUT / "docs" / "states.md"
SCHEMA: Final = CHECKOUT / "docs" / "conclusion.schema.json"
COMMAND: Final = "python -m tests.docs.regenerate"

CAPACITIES: Final[Mapping[Capacity, str]] = {
    Capacity.STANDING_OFFICE: "cơ quan thường trực",
    Capacity.LEAD: "cơ quan chủ trì",
    Capacity.COORDINATOR: "cơ quan phối hợp được hỏi",
    Capacity.CONSULTED: "cơ quan được hỏi về minh chứng",
    Capacity.SUPERVISOR: "giám sát",
    Capacity.OPERATOR: "vận hành",
}

OPEN: Final = frozenset(state for state in State if not state.is_closed)
ACTIVE: Final = OPEN - {State.SUSPENDED}
_GROUPS: Final = {OPEN: "open", ACTIVE: "active"}
"""Acts that are possible in all states of a group are one arrow from its frame."""

BY_THE_FOLD: Final = (
    (State.ACKNOWLEDGED.value, State.IN_PROGRESS.value, "submit_report"),
    (State.OBJECTED.value, State.REASSIGNED.value, "decide_objection:uphold"),
    (State.OBJECTED.value, "active", "decide_objection:reject"),
    (State.SUSPENDED.value, "active", "resume"),
)
"""Arrows whose goal the table leaves to the fold (`policy.follows`); a test tells each as a story."""


def diagram() -> Iterator[str]:
    """The states as a Mermaid drawing."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in State:
        if not state.is_closed:
            continue
        yield f'    state "{_both(state)}" as {state}'
    yield '    state "Đang mở / open" as open {'
    yield '        state "Đang chạy / active" as active {'
    for state in State:
        if state in ACTIVE:
            yield f'            state "{_both(state)}" as {state}'
    yield f"            [*] --> {State.ASSIGNED}"
    yield from (f"            {arrow}" for arrow in _arrows() if _is_inside(arrow, ACTIVE))
    yield "        }"
    yield f'        state "{_both(State.SUSPENDED)}" as {State.SUSPENDED}'
    yield "    }"
    yield from (f"    {arrow}" for arrow in _arrows() if not _is_inside(arrow, ACTIVE))
    yield "```"


def moves() -> Iterator[str]:
    """Every act: who, in which states, where to, which fact."""
    rows = [
        (
            f"`{act}`",
            CAPACITIES[move.by],
            _states(move.states),
            f"`{move.to}`" if move.to else "–",
            f"`{move.fact}` {word(FACTS, move.fact, 'vi')}",
        )
        for act, move in MOVES.items()
    ]
    rows += [
        (f"`{act}`", CAPACITIES[by], "cả kết luận", "–", f"`{fact}` {word(FACTS, fact, 'vi')}")
        for act, (by, fact) in ON_CONCLUSIONS.items()
    ]
    yield from _table(("Lệnh", "Ai", "Khi đang", "Thành", "Sự kiện"), rows)


def possibilities() -> Iterator[str]:
    """What can be done in each state."""
    rows = [
        (f"`{state}`", state_word(state, "vi"), ", ".join(f"`{act}`" for act in possible_in(state)))
        for state in State
    ]
    yield from _table(
        ("Trạng thái", "Trên màn hình", "Làm được"), [(*r[:2], r[2] or "–") for r in rows]
    )


def ladders() -> Iterator[str]:
    """The standard ladders, and what differs for key tasks."""
    none = {owed: Ladder(owed=owed, rungs=()) for owed in Owed if owed is Owed.INDICATOR}
    normal = none | {ladder.owed: ladder for ladder in standard_ladders()}
    key = none | {ladder.owed: ladder for ladder in standard_ladders(Tier.KEY)}
    rows = [_ladder_row(owed, normal[owed], "") for owed in Owed]
    rows += [
        _ladder_row(owed, key[owed], " (nhiệm vụ trọng tâm)")
        for owed in Owed
        if key[owed] != normal[owed]
    ]
    yield from _table(("Việc phải làm", "Hạn", "Nhắc trước hạn", "Đúng hạn và sau hạn"), rows)


SECTIONS: Final[Mapping[str, Callable[[], Iterable[str]]]] = {
    "diagram": diagram,
    "moves": moves,
    "possibilities": possibilities,
    "ladders": ladders,
}


def section_in(text: str, name: str) -> str:
    """What stands between the marks of a section."""
    _, _, rest = text.partition(_begin(name))
    inner, found, _ = rest.partition(_END)
    if not found:
        raise ValueError(f"docs/states.md has no section {name}")
    return inner.strip()


def drawn(name: str) -> str:
    """The section as the code has it now."""
    return "\n".join(SECTIONS[name]())


def schema() -> str:
    """The JSON Schema of a conclusion file."""
    return json.dumps(Conclusion.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    text = STATES.read_text(encoding="utf-8")
    for name in SECTIONS:
        old = section_in(text, name)
        text = text.replace(f"{_begin(name)}\n\n{old}\n", f"{_begin(name)}\n\n{drawn(name)}\n")
    STATES.write_text(text, encoding="utf-8")
    SCHEMA.write_text(schema(), encoding="utf-8")


_END: Final = "<!-- end -->"


def _begin(name: str) -> str:
    return f"<!-- {name}: {COMMAND} -->"


def _both(state: State) -> str:
    return f"{state_word(state, 'vi')} / {state}"


def _states(states: frozenset[State]) -> str:
    if states == OPEN:
        return "mọi trạng thái mở"
    return ", ".join(f"`{state}`" for state in State if state in states)


def _arrows() -> Iterator[str]:
    for act, move in MOVES.items():
        if move.to is not None:
            yield from (_arrow(source, move.to, act) for source in _sources(move))
    yield from (_arrow(source, to, act) for source, to, act in BY_THE_FOLD)


def _sources(move: Move) -> list[str]:
    group = _GROUPS.get(move.states)
    return [group] if group else [state.value for state in State if state in move.states]


def _arrow(source: str, to: str, act: str) -> str:
    return f"{source} --> {to}: {act.replace(':', ' ')}"


def _is_inside(arrow: str, states: frozenset[State]) -> bool:
    source, _, rest = arrow.partition(" --> ")
    return {source, rest.partition(":")[0]} <= set(states)


def _ladder_row(owed: Owed, ladder: Ladder, remark: str) -> tuple[str, str, str, str]:
    before = [_rung(rung) for rung in ladder.rungs if rung.offset < 0]
    after = [_rung(rung) for rung in ladder.rungs if rung.offset >= 0]
    name = f"{word(OWED, owed, 'vi')} (`{owed}`){remark}"
    return name, _due(owed), "; ".join(before) or "–", "; ".join(after) or "–"


def _rung(rung: Rung) -> str:
    return f"`{rung.name}` {word(TOLD, rung.to, 'vi')}"


def _due(owed: Owed) -> str:
    if owed in OFFICE_WITHIN:
        return f"{OFFICE_WITHIN[owed]} wd"
    urgent = {Owed.ACKNOWLEDGE: ACKNOWLEDGE_WITHIN, Owed.CONTRIBUTION: CONTRIBUTE_WITHIN}
    if owed in urgent:
        return f"{urgent[owed][False]} wd; khẩn: {urgent[owed][True]} wd"
    named = {
        Owed.PERIODIC_REPORT: "ngày của nhịp báo cáo",
        Owed.FINAL_EVIDENCE: "hết ngày đến hạn",
        Owed.EXPLANATION: f"ngày nêu trong yêu cầu, không nêu thì {EXPLAIN_WITHIN} wd",
        Owed.OPINION: f"ngày nêu trong câu hỏi, không nêu thì {OPINION_WITHIN} wd",
        Owed.REVIEW_DATE: "ngày rà soát",
        Owed.INDICATOR: "hết ngày của mốc lộ trình; chỉ khi kết luận có bậc thang riêng",
    }
    return named[owed]


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    yield from (f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    main()
