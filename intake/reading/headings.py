"""Headings that name the bodies of everything below them: "2. Sở Y tế", "Giao các Bộ:", "… yêu cầu các địa phương:"."""

from dataclasses import dataclass
from typing import Final

from intake.actions import begins_action
from intake.bodies import Mention
from intake.document import Span
from intake.reading.openings import Opening, OpeningReader
from intake.reading.roles import coordinating_in, narrowed, unique
from intake.words import phrase

_OF: Final = phrase(
    r"\s*(?:\d+[.)] )?(?:(?:trách nhiệm|nhiệm vụ|phân công|công việc|trách nhiệm thực hiện|giao nhiệm vụ)(?: cụ thể| thực hiện| chủ yếu)?(?: của| cho| đối với)?|đối với|về phía|phía|tại|ở|của|giao(?: cho)?|(?:kính |trân trọng )?đề nghị|yêu cầu)\s*:?\s*"
)
_BRACKET: Final = phrase(r"\((?:do |giao )?")
_LEADS: Final = phrase(r"\s*(?:làm )?(?:chủ trì|đầu mối|thực hiện)")
_AS_USUAL: Final = phrase(
    r"(?:cần|phải|trong (?:phạm vi|thời gian|năm|quý|tháng)|thời gian tới|trước mắt|tập trung|là (?:cơ quan|đơn vị)|được giao)\b"
)
_CUE: Final = phrase(
    r"\b(?P<cue>giao|yêu cầu|đề nghị|phân công|chỉ đạo)(?: nhiệm vụ)?(?: cho)? ?:?\s*"
)
_CONTENTS: Final = phrase(
    r"(?:báo cáo|thống kê|đánh giá|tổng hợp|rà soát|cung cấp)\b[^:]*\b(?:nội dung|vấn đề|thông tin|số liệu)(?: cụ thể| chủ yếu| chính)?(?: (?:như )?sau| sau đây)? ?:\s*$"
)
_DIRECTS: Final = phrase(r"\S chỉ đạo ?:\s*$")
_TASKS: Final = phrase(
    r"(?:nhiệm vụ|giải pháp|tổ chức thực hiện|phân công|trách nhiệm|triển khai|giao)\b"
)


@dataclass(frozen=True, slots=True)
class HeadingBodies:
    """The bodies a heading names as doers."""

    mentions: tuple[Mention, ...]
    is_sure: bool
    is_request: bool


class HeadingReader:
    """Reads the headings of one document."""

    def __init__(self, openings: OpeningReader, folded: str) -> None:
        self._openings, self._folded = openings, folded

    def bodies(self, heading: Span) -> tuple[HeadingBodies, list[Mention]] | None:
        """Leads and helpers that a heading gives to the clauses under it."""
        start, end = heading
        opening = self._openings.at(start, end)
        if opening and not opening.is_conditional:
            leads, helpers = narrowed(self._openings, self._folded, opening.mentions, heading)
            helpers = unique(
                [*helpers, *coordinating_in(self._openings, self._folded, opening.action, end)]
            )
            is_sure = opening.is_sure and self._is_explained(opening, end)
            return HeadingBodies(tuple(leads), is_sure, opening.is_request), helpers
        return self._of(start, end) or self.in_brackets(start, end) or self._named_late(start, end)

    def _is_explained(self, opening: Opening, end: int) -> bool:
        """Whether nothing, or an act, stands between the names and the end of a heading; else it may say which ones."""
        rest = self._folded[opening.action : end].strip(" :.,\n")
        return (
            not rest
            or bool(opening.cue)
            or _LEADS.match(self._folded, opening.action) is not None
            or begins_action(self._folded, opening.action, end)
            or _AS_USUAL.match(self._folded, opening.action) is not None
        )

    def lists_contents(self, heading: Span) -> bool:
        """ "… báo cáo theo các nội dung cụ thể sau:": what follows is what the report says."""
        return bool(_CONTENTS.search(self._folded[heading[0] : heading[1]]))

    def is_directing(self, heading: Span) -> bool:
        """ "2. Bộ trưởng Bộ X chỉ đạo:", without saying whom."""
        return bool(_DIRECTS.search(self._folded[heading[0] : heading[1]]))

    def names_tasks(self, heading: Span) -> bool:
        return bool(_TASKS.search(self._folded, *heading))

    def _of(self, start: int, end: int) -> tuple[HeadingBodies, list[Mention]] | None:
        prefix = _OF.match(self._folded, start, end)
        position = prefix.end() if prefix else start
        listing = self._openings.bodies_at(position, end, semicolons=True)
        if listing is None or self._folded[listing.end : end].strip(" :.;,\n()"):
            return None
        is_request = bool(prefix) and "đề nghị" in self._folded[start:position]
        return HeadingBodies(listing.mentions, listing.is_sure, is_request), []

    def in_brackets(self, start: int, end: int) -> tuple[HeadingBodies, list[Mention]] | None:
        """ "2. Công tác truyền thông (Sở Y tế chủ trì)"."""
        for bracket in _BRACKET.finditer(self._folded, start, end):
            listing = self._openings.bodies_at(bracket.end(), end)
            if listing and _LEADS.match(self._folded, listing.end):
                helpers = coordinating_in(self._openings, self._folded, listing.end, end)
                return HeadingBodies(listing.mentions, listing.is_sure, is_request=False), helpers
        return None

    def _named_late(self, start: int, end: int) -> tuple[HeadingBodies, list[Mention]] | None:
        """A long preamble that ends in "… yêu cầu các bộ, ngành, địa phương tập trung:"."""
        if not self._folded[start:end].rstrip().endswith(":"):
            return None
        for cue in reversed(list(_CUE.finditer(self._folded, start, end))):
            listing = self._openings.bodies_at(cue.end(), end)
            if listing:
                helpers = coordinating_in(self._openings, self._folded, listing.end, end)
                return HeadingBodies(
                    listing.mentions, listing.is_sure, cue["cue"] == "đề nghị"
                ), helpers
        return None
