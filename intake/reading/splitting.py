"""Where one sentence holds several directives: another doer, another role with its own partner, another date.

Convention 1: split only where a part has its own subject, its own role verb or its own date.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from intake.actions import begins_action
from intake.document import Span
from intake.layout.sentences import parts_in
from intake.reading.openings import Opening, OpeningReader, is_group
from intake.reading.roles import coordinating_in
from intake.timing.deadline import PrintedDeadline, deadlines_in
from intake.words import phrase

_DESCRIBES: Final = phrase(
    r"(?:theo hướng|theo nguyên tắc|nguyên tắc|như sau|bao gồm|gồm|với các nội dung|trong đó|cụ thể|nội dung|các nội dung sau|việc trọng tâm|tập trung|lưu ý)\s*:"
)
_HANDS_OVER: Final = phrase(
    r"[,;.]\s*(?:đồng thời,? |và |trong đó )?(?=(?:giao|yêu cầu|đề nghị|phân công) )|\s(?:đồng thời|và) (?=(?:giao|đề nghị|yêu cầu) (?:bộ|sở|các bộ|ủy ban|ubnd|văn phòng|công an|cục|các sở|thanh tra|chủ tịch|giám đốc)\b)"
)
_BESIDE: Final = re.compile(
    r",\s+(?=(?:các |ubnd|ủy ban|bộ |sở |công an|văn phòng|cục |vụ |ngân hàng|thanh tra|viện |ban |hội |tập đoàn|tổng công ty)[^\W\d_]*)"
)
# No sentence of an official document has more parts; beyond that it is not looked into.
_MOST_PARTS: Final = 60
_OWN_ROLE: Final = phrase(r"\s*(?:chủ trì|có trách nhiệm|chịu trách nhiệm)\b")
_ROLE: Final = phrase(r"\s*(?:đồng thời,? |và )?(?:chủ trì|phối hợp)\b")
_PURPOSE: Final = phrase(r"\bđể(?: [\w,]+){0,12}\s*$")
_NOT_AN_ACT: Final = phrase(r"\s*(?:thời gian|thời hạn|hạn|hoàn thành|xong)\b")


def _is_handed(own: Opening) -> bool:
    """ "… ; yêu cầu các doanh nghiệp …" is what the doer does; "giao" and "đề nghị" a named body hand over."""
    return not own.cue or own.cue.startswith("giao") or not is_group(own.mentions[0])


def _is_act(joint: str, own: Opening, opening: Opening | None) -> bool:
    """ "lập danh sách, giao UBND cấp xã quản lý" is one more act of the doer, unless the sentence began with "Giao"."""
    return joint.strip() == "," and is_group(own.mentions[0]) and not (opening and opening.cue)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence that is one directive, with its own opening when it has one."""

    start: int
    end: int
    opening: Opening | None
    why: str


class Splitter:
    """Splits the sentences of one document."""

    def __init__(self, openings: OpeningReader, text: str, folded: str, issued_on: date) -> None:
        self._openings, self._text, self._folded, self._issued_on = (
            openings,
            text,
            folded,
            issued_on,
        )

    def parts(self, span: Span, opening: Opening | None) -> list[Part]:
        """The directives of one sentence that has a doer, own or inherited."""
        start, end = span
        stop = self._described_from(start if opening is None else opening.action, end)
        found = [Part(start, end, opening, "câu")]
        for cut, own, why in self._cuts(span, opening):
            if cut >= stop or (opening is not None and cut <= opening.action):
                continue
            last = found[-1]
            if cut <= last.start:
                continue
            found[-1] = Part(last.start, cut, last.opening, last.why)
            found.append(Part(cut, end, own, why))
        return [piece for part in found for piece in self._by_dates(part)]

    def late_opening(self, span: Span) -> Opening | None:
        """ "Đồng ý …; giao Bộ X …": the first doer that a later part of a sentence names."""
        start, end = span
        places = [part[0] for part in parts_in(self._text, self._folded, start, end)[1:_MOST_PARTS]]
        places += [handed.end() for handed in _HANDS_OVER.finditer(self._folded, start, end)]
        for place in sorted(places):
            own = self._openings.at(place, end)
            if (
                own
                and not own.is_heading
                and not own.is_conditional
                and place < self._described_from(start, end)
            ):
                return replace(own, prefix_end=place)
        return None

    def _cuts(self, span: Span, opening: Opening | None) -> list[tuple[int, Opening | None, str]]:
        """Where the sentence may be cut, in order, with the doer each part names itself."""
        start, end = span
        first = start if opening is None else opening.action
        cuts: dict[int, tuple[Opening | None, str]] = {}
        for handed in _HANDS_OVER.finditer(self._folded, first, end):
            own = self._openings.at(handed.end(), end)
            if (
                own
                and not own.is_heading
                and _is_handed(own)
                and not _is_act(handed[0], own, opening)
            ):
                cuts[handed.end()] = (own, "giao trong câu")
        cuts |= self._beside(first, end)
        previous = start
        parts = parts_in(self._text, self._folded, start, end)[1:]
        for part in parts if len(parts) <= _MOST_PARTS else ():
            if cut := self._cut_at(previous, part):
                cuts[part[0]] = cut
            if part[0] in cuts:
                previous = part[0]
        return [(at, *cuts[at]) for at in sorted(cuts)]

    def _beside(self, first: int, end: int) -> dict[int, tuple[Opening | None, str]]:
        """ "…, Bộ B chủ trì …" after a comma; a list that was read once is not read again."""
        cuts: dict[int, tuple[Opening | None, str]] = {}
        covered = first
        for beside in _BESIDE.finditer(self._folded, first, end):
            listing = (
                self._openings.bodies_at(beside.end(), end) if beside.end() >= covered else None
            )
            if listing is None:
                continue
            covered = listing.end
            if _OWN_ROLE.match(self._folded, listing.end):
                own = self._openings.at(beside.end(), end)
                cuts |= {beside.end(): (own, "chủ thể riêng")} if own is not None else {}
        return cuts

    def _cut_at(self, previous: int, part: Span) -> tuple[Opening | None, str] | None:
        """Why a part between semicolons is a directive of its own, or None."""
        before = (previous, part[0])
        own = self._openings.at(*part)
        if own and not own.is_heading and not own.is_conditional and _is_handed(own):
            return own, "chủ thể riêng"
        if self._has_own_role(before, part):
            return None, "vai trò riêng"
        return (None, "thời hạn riêng") if self._has_own_date(before, part) else None

    def _has_own_role(self, before: Span, part: Span) -> bool:
        return bool(
            _ROLE.match(self._folded, part[0])
            and coordinating_in(self._openings, self._folded, *part)
            and coordinating_in(self._openings, self._folded, *before)
        )

    def _has_own_date(self, before: Span, part: Span) -> bool:
        """The part before is dated, and this one has another date or is an act of its own without any."""
        dated = deadlines_in(self._text, self._folded, before, self._issued_on)
        if not dated or _NOT_AN_ACT.match(self._folded, part[0]):
            return False
        own = deadlines_in(self._text, self._folded, part, self._issued_on)
        if own:
            return own[0].due_on != dated[-1].due_on
        return begins_action(self._folded, part[0], part[1])

    def _by_dates(self, part: Part) -> list[Part]:
        """ "… trước ngày A, báo cáo … trước ngày B" without a semicolon."""
        dated = deadlines_in(self._text, self._folded, (part.start, part.end), self._issued_on)
        for earlier, later in pairwise(dated):
            cut = self._between(earlier, later)
            if earlier.due_on != later.due_on and cut:
                head = Part(part.start, cut, part.opening, part.why)
                return [head, *self._by_dates(Part(cut, part.end, None, "thời hạn riêng"))]
        return [part]

    def _between(self, earlier: PrintedDeadline, later: PrintedDeadline) -> int | None:
        for joint in reversed(
            list(
                re.compile(r"[,;]\s+(?:đồng thời\s+|và\s+)?|\svà\s+").finditer(
                    self._folded, earlier.end, later.start
                )
            )
        ):
            is_act = begins_action(self._folded, joint.end(), later.start)
            if is_act and not _PURPOSE.search(self._folded[earlier.end : joint.start()]):
                return joint.end()
        return None

    def _described_from(self, start: int, end: int) -> int:
        """What follows "theo hướng:" describes the act and is not split."""
        found = _DESCRIBES.search(self._folded, start, end)
        return found.end() if found else end
