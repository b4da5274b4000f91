"""Compares proposed directives with a careful reading: which meet, and whether lead, helpers, date and rhythm are right.

Readings and proposals are aligned in document order so that the words they share, and the lead they
name, add up to the most; a reading that may be split can be met by several proposals in a row.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

Reading = dict[str, Any]
Pair = tuple[int, list[int]]

_WORD: Final = re.compile(r"\w+")
_GROUP: Final = re.compile(
    r"^(?:các|sở|ban|những|ubnd các|ủy ban nhân dân các|cơ quan|đơn vị|thành viên)\b|liên quan|địa phương"
)
# Spellings of one name, applied in this order.
_SPELLINGS: Final = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"\bubnd\b", "ủy ban nhân dân"),
        (r"\bhđnd\b", "hội đồng nhân dân"),
        (r"^các\s+", ""),
        (r"\buỷ\b", "ủy"),
        (r"\btp\.?\s", "thành phố "),
        (r"\btw\b", "trung ương"),
        (r"\btỉnh, thành phố trực thuộc trung ương\b", "địa phương"),
        (r"\btỉnh, thành phố\b", "địa phương"),
    )
)
_INHERITS: Final = re.compile(r"inheriting (\d{4}-\d\d-\d\d)")
_THRESHOLD: Final = 0.5
_ALIKE_GROUPS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Score:
    """Counts that add up over documents."""

    readings: int = 0
    proposed: int = 0
    found: int = 0
    used: int = 0
    lead: int = 0
    deadline: int = 0
    rhythm: int = 0
    coordinating_hit: int = 0
    coordinating_read: int = 0
    coordinating_proposed: int = 0
    sure: int = 0
    sure_right: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Score)))

    @property
    def precision(self) -> float | None:
        return _share(self.used, self.proposed)

    @property
    def recall(self) -> float | None:
        return _share(self.found, self.readings)

    @property
    def lead_share(self) -> float | None:
        return _share(self.lead, self.found)

    @property
    def deadline_share(self) -> float | None:
        return _share(self.deadline, self.found)

    @property
    def rhythm_share(self) -> float | None:
        return _share(self.rhythm, self.found)

    @property
    def coordinating_f1(self) -> float:
        named = self.coordinating_read + self.coordinating_proposed
        return 2 * self.coordinating_hit / named if named else 1.0

    @property
    def sure_share(self) -> float | None:
        return _share(self.sure, self.proposed)

    @property
    def sure_precision(self) -> float | None:
        return _share(self.sure_right, self.sure)

    def figures(self) -> dict[str, float | None]:
        """The shares by name."""
        return {
            "precision": self.precision, "recall": self.recall, "lead_share": self.lead_share, "deadline_share": self.deadline_share, "rhythm_share": self.rhythm_share,
            "coordinating_f1": self.coordinating_f1, "sure_share": self.sure_share, "sure_precision": self.sure_precision,
        }  # fmt: skip


def score_of(gold: Sequence[Reading], proposed: Sequence[Reading]) -> Score:
    """How far the proposals agree with the readings of one document."""
    pairs = aligned(gold, proposed)
    total = Score(
        readings=len(gold),
        proposed=len(proposed),
        found=len(pairs),
        used=sum(len(js) for _, js in pairs),
    )
    met = {j for _, js in pairs for j in js}
    # A sure proposal that meets no reading is wrong too.
    total += Score(
        sure=sum(bool(one.get("sure")) for at, one in enumerate(proposed) if at not in met)
    )
    for at, numbers in pairs:
        total += _pair_score(gold[at], [proposed[j] for j in numbers])
    return total


def misses_of(gold: Sequence[Reading], proposed: Sequence[Reading]) -> Iterator[str]:
    """What differs, one line each."""
    pairs = aligned(gold, proposed)
    for at, numbers in pairs:
        read, met = gold[at], [proposed[j] for j in numbers]
        if not _same_leads(read, met):
            yield f"lead {read['ref']}: {read['lead_agencies']} <> {_names(met, 'lead_agencies')}"
        if not _same_deadline(read, met):
            yield f"deadline {read['ref']}: {read['deadline']} <> {[one.get('deadline') for one in met]}"
        if not _same_rhythm(read, met):
            yield f"rhythm {read['ref']}: {read.get('periodic')} <> {[one.get('periodic') for one in met]}"
    found, used = {at for at, _ in pairs}, {j for _, js in pairs for j in js}
    yield from (
        f"missed {read['ref']}: {read['content_short'][:90]}"
        for at, read in enumerate(gold)
        if at not in found
    )
    yield from (
        f"extra {one.get('ref')}: {one['text'][:90]}"
        for at, one in enumerate(proposed)
        if at not in used
    )


def aligned(gold: Sequence[Reading], proposed: Sequence[Reading]) -> list[Pair]:
    """The alignment in document order with the greatest total likeness."""
    best = [[0.0] * (len(proposed) + 1) for _ in range(len(gold) + 1)]
    step: list[list[int]] = [[0] * (len(proposed) + 1) for _ in range(len(gold) + 1)]
    for i in range(len(gold) + 1):
        for j in range(len(proposed) + 1):
            best[i][j], step[i][j] = _best_step(gold, proposed, best, (i, j))
    pairs: list[Pair] = []
    i, j = len(gold), len(proposed)
    while i or j:
        taken = step[i][j]
        if taken > 0:
            pairs.append((i - 1, list(range(j - taken, j))))
            i, j = i - 1, j - taken
        elif taken == _MISSED:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


_MISSED: Final = -1
_EXTRA: Final = -2


def _best_step(
    gold: Sequence[Reading],
    proposed: Sequence[Reading],
    best: list[list[float]],
    at: tuple[int, int],
) -> tuple[float, int]:
    """The best total up to here, and how many proposals the last reading took (or that it, or a proposal, stays alone)."""
    i, j = at
    value, taken = (best[i - 1][j], _MISSED) if i else (0.0, _EXTRA)
    if j and (not i or best[i][j - 1] > value):
        value, taken = best[i][j - 1], _EXTRA
    if i and j:
        for run in range(1, min(j, gold[i - 1].get("split_ok") or 1) + 1):
            gain = likeness(gold[i - 1], proposed[j - run : j])
            if gain >= _THRESHOLD and best[i - 1][j - run] + gain > value:
                value, taken = best[i - 1][j - run] + gain, run
    return value, taken


def likeness(read: Reading, met: Sequence[Reading]) -> float:
    """How much of a reading's words the proposals have, with some weight for the same lead."""
    wanted = set(_key(read["content_short"]).split())
    words = {word for one in met for word in _key(one["text"]).split()}
    covered = len(wanted & words) / max(1, len(wanted))
    too_long = max(0.0, len(words) / max(1, len(wanted)) - 4)
    names_lead = any(
        same_body(one, other)
        for one in read["lead_agencies"]
        for other in _names(met, "lead_agencies")
    )
    return covered - 0.02 * too_long + (0.15 if names_lead else 0.0)


def same_body(one: str, other: str) -> bool:
    """The same name; of groups, printed in many ways, most words."""
    first, second = _key(one), _key(other)
    if first == second:
        return True
    if not (_GROUP.search(first) and _GROUP.search(second)):
        return False
    left, right = set(first.split()), set(second.split())
    return len(left & right) / len(left | right) >= _ALIKE_GROUPS


def _pair_score(read: Reading, met: list[Reading]) -> Score:
    helpers = _names(met, "coordinating")
    right = _same_leads(read, met) and _same_deadline(read, met)
    sure = sum(bool(one.get("sure")) for one in met)
    return Score(
        lead=_same_leads(read, met),
        deadline=_same_deadline(read, met),
        rhythm=_same_rhythm(read, met),
        coordinating_hit=_hits(read["coordinating"], helpers),
        coordinating_read=len(read["coordinating"]),
        coordinating_proposed=len(helpers),
        sure=sure,
        sure_right=sure if right else 0,
    )


def _same_leads(read: Reading, met: list[Reading]) -> bool:
    leads = _names(met, "lead_agencies")
    return len(read["lead_agencies"]) == len(leads) == _hits(read["lead_agencies"], leads)


def _same_deadline(read: Reading, met: list[Reading]) -> bool:
    inherited = _INHERITS.search(read.get("note") or "")
    right = {read["deadline"]} | ({inherited[1]} if inherited else set())
    return bool({one.get("deadline") for one in met} & right)


def _same_rhythm(read: Reading, met: list[Reading]) -> bool:
    return read.get("periodic") in {one.get("periodic") for one in met}


def _hits(names: Sequence[str], others: Sequence[str]) -> int:
    left, found = list(others), 0
    for name in names:
        match = next((other for other in left if same_body(name, other)), None)
        if match is not None:
            left.remove(match)
            found += 1
    return found


def _names(met: Sequence[Reading], field: str) -> list[str]:
    return list(dict.fromkeys(name for one in met for name in one.get(field) or []))


def _key(text: str | None) -> str:
    folded = unicodedata.normalize("NFC", text or "").casefold()
    for pattern, into in _SPELLINGS:
        folded = pattern.sub(into, folded)
    return " ".join(_WORD.findall(folded))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
