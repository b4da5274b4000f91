"""Reads a list of bodies at a place in the text, by the names and never by the commas.

"các Bộ Tài chính, Tư pháp và Ủy ban nhân dân các tỉnh" is three names although it has one comma: a list
head lends its noun to the bare names that follow, and every name is read whole before the next mark.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from intake.bodies.fields import field_at, written_out
from intake.bodies.mention import Mention, NameKind
from intake.bodies.names import OneName
from intake.bodies.persons import title_end
from intake.bodies.printed import EACH, NEW_NAME, SECTOR, commune_end, is_abbreviated
from intake.bodies.units import open_name_end, unit_at
from intake.words import fold, phrase

_HEAD: Final = {
    "ministry": phrase(r"(?:các )?bộ ?: ?|các bộ (?=\w)|(?:các )?bộ, ngành ?: ?|các bộ, cơ quan ?: ?"),
    "department": phrase(r"(?:các )?sở ?: ?|các sở (?=\w)|(?:các )?sở, (?:ban, )?ngành ?: ?"),
    "province": phrase(
        r"(?:ủy ban nhân dân |ubnd )?(?:các tỉnh,? (?:và )?(?:các )?(?:thành phố|tp) ?:? ?|(?:các )?(?:tỉnh|thành phố) ?: ?|các (?:tỉnh|thành phố) )(?=\w)"
    ),
    "commune": phrase(r"(?:ủy ban nhân dân|ubnd) (?:các )?(xã|phường|huyện|thị xã|quận|đặc khu) ?:? ?(?=\w)"),
    "unit": phrase(r"các (vụ|cục|viện|tổng cục|trung tâm|chi cục|phòng|ban|tập đoàn|tổng công ty|hội|trường) ?:? ?(?=\w)"),
}  # fmt: skip
_SEPARATOR: Final = phrase(
    r"\s*(?:\([^()]{0,120}\)|tại (?:bộ|sở|tỉnh|trung ương)(?=,))?\s*(?:,\s*(?:và|cùng(?: với)?)\b|;\s*và\b|và\b|,|;|cùng(?: với)?\b|&)?\s*"
)
# "Ủy ban nhân dân các tỉnh: …" may list every province, nothing lists more.
_LONGEST: Final = 150
_ITALIC: Final = re.compile(r"[\s\"]*")
_COMMUNE: Final = phrase(r"(xã|phường|đặc khu|thị trấn|huyện|quận|thị xã) (?=[^\W\d_])")
_NUMBER: Final = re.compile(r"(?:[IVX]{1,5}|\d{1,3})(?![\w/.]\w|\w| (?:tháng|ngày|năm)\b)")
_NUMBER_LAST: Final = re.compile(r"(.*\w (?:số )?)(?:[IVX]{1,5}|\d{1,3})$")
_FILLER: Final = phrase(r"(?:các |những )?(?:cơ quan|đơn vị) (?=(?:sở|cục|vụ|ban|bộ) [A-Z])")


@dataclass(frozen=True, slots=True)
class Listing:
    """The names that stand side by side from one place, and where they end."""

    mentions: tuple[Mention, ...]
    end: int

    @property
    def is_sure(self) -> bool:
        return all(mention.is_sure for mention in self.mentions)


class NameReader(OneName):
    """Finds the names of one document, one by one or as lists have them."""

    def listing_at(
        self, position: int, limit: int | None = None, *, semicolons: bool = False
    ) -> Listing | None:
        """The list of names that begins here, or None. Semicolons join names only in table cells and headings."""
        limit = len(self.text) if limit is None else limit
        position = self._skip(position)
        mentions, end, head = self._first(position, limit)
        if not mentions:
            return None
        while len(mentions) < _LONGEST:
            gap = _SEPARATOR.match(self.folded, end)
            start = gap.end() if gap else end
            if gap is None or start == end or start >= limit:
                break
            separator = gap[0].strip()
            if (
                not separator
                or (";" in separator and not semicolons)
                or (separator.endswith(")") and "," not in separator)
            ):
                break
            if numbered := self._numbered(mentions[-1], start, limit):
                mentions.append(numbered)
                end = numbered.end
                continue
            found, further, head = self._next(start, limit, head)
            if (
                not found
                and separator == ","
                and (longer := self._longer(mentions[-1], start, limit))
            ):
                mentions[-1], end = longer, longer.end
                continue
            if not found:
                break
            mentions += found
            end = further
        return Listing(tuple(self._each_of(mentions, position)), end)

    def _each_of(self, mentions: list[Mention], position: int) -> list[Mention]:
        """ "các Phòng Giáo dục và Đào tạo, các trường THPT": one name under a plural is one of many places."""
        found = []
        for mention in mentions:
            plural = EACH.search(self.folded, max(0, mention.start - 30), mention.start)
            after = next((one for one in mentions if one.start > mention.start), None)
            is_alone = (
                after is None
                or self.folded.startswith("các ", after.start)
                or (EACH.search(self.folded, max(0, after.start - 30), after.start) is not None)
            )
            if (
                plural
                and mention.kind is NameKind.PATTERN
                and is_alone
                and mention.start > position
            ):
                name = written_out(self.text[plural.start() : mention.end])
                mention = replace(mention, name=name, kind=NameKind.GROUP, start=plural.start())
            found.append(mention)
        return found

    def _first(self, position: int, limit: int) -> tuple[list[Mention], int, str]:
        start = title_end(self.folded, position)
        for head, pattern in _HEAD.items():
            found = pattern.match(self.folded, start)
            if not found or found.end() >= limit:
                continue
            unit = found[1] if found.re.groups and found[1] else ""
            mention = self._bare(found.end(), head, unit)
            if mention and mention.end <= limit:
                whole = self.name_at(position)
                if whole and whole.kind is NameKind.GROUP and whole.end > mention.end:
                    break
                return [mention], mention.end, f"{head} {unit}".strip()
        mention = self.name_at(position)
        return (
            ([mention], mention.end, "") if mention and mention.end <= limit else ([], position, "")
        )

    def _next(self, start: int, limit: int, head: str) -> tuple[list[Mention], int, str]:
        """The next member: with its own head, or bare under the head of the list."""
        if filler := _FILLER.match(self.folded, start):
            start = filler.end()
        if head and SECTOR.match(self.folded, start):
            kind, _, unit = head.partition(" ")
            mention = self._bare(start, kind, unit)
            if mention and mention.end <= limit:
                return [mention], mention.end, head
        if head.startswith("commune") and (place := _COMMUNE.match(self.folded, start)):
            head = f"commune {place[1]}"
            start = place.end()
        else:
            mentions, end, own = self._first(start, limit)
            if mentions:
                return mentions, end, own or head
        if head:
            kind, _, unit = head.partition(" ")
            mention = self._bare(start, kind, unit)
            if mention and mention.end <= limit:
                return [mention], mention.end, head
        return [], start, head

    def _numbered(self, last: Mention, start: int, limit: int) -> Mention | None:
        """ "các Ban Quản lý dự án 2, 6 và 7": a bare number is one more body of the same name."""
        stem = _NUMBER_LAST.match(last.name)
        number = _NUMBER.match(self.text, start) if stem else None
        if stem is None or number is None or number.end() > limit:
            return None
        name = f"{stem[1]}{number[0]}"
        return replace(last, name=name, start=start, end=number.end(), is_sure=False)

    def _longer(self, last: Mention, start: int, limit: int) -> Mention | None:
        """ "Viện Chiến lược, Chính sách …": a capital after the comma that begins no name goes on with the last one."""
        if last.kind is not NameKind.PATTERN or not self.text[start].isupper():
            return None
        if NEW_NAME.match(self.folded, start) or is_abbreviated(last.name):
            return None
        end = open_name_end(self.text, self.folded, start, is_rest=True)
        if end is None or end > limit or " " not in self.text[start:end]:
            return None
        return replace(last, name=written_out(self.text[last.start : end]), end=end, is_sure=False)

    def _bare(self, position: int, head: str, unit: str) -> Mention | None:
        """A name without its noun, as lists print it after their head."""
        if head == "ministry":
            found = self._known.ministry_at(self.folded, position)
            return self._mention(found, position) if found else None
        if head == "province":
            found = self._known.province_at(self.folded, position)
            return self._mention(found, position) if found else None
        if head == "department":
            field = field_at(self.folded, position)
            return (
                Mention(f"Sở {field[0]}", position, field[1], NameKind.PATTERN) if field else None
            )
        return self._bare_unit(position, head, unit)

    def _bare_unit(self, position: int, head: str, unit: str) -> Mention | None:
        if not self.text[position : position + 1].isupper():
            return None
        if head == "unit" and (known := self._known.at(self.folded, position)):
            return self._mention(known, position)
        probe = f"{unit.capitalize()} {self.text[position : position + 160]}"
        end = (
            unit_at(probe, fold(probe), 0) if head == "unit" else commune_end(probe, len(unit) + 1)
        )
        if end is None or end <= len(unit) + 1:
            return None
        name = (
            probe[:end]
            if head == "unit"
            else f"Ủy ban nhân dân {unit} {probe[len(unit) + 1 : end]}"
        )
        return Mention(
            written_out(name),
            position,
            position + end - len(unit) - 1,
            NameKind.PATTERN,
            is_sure=False,
        )

    def _skip(self, position: int) -> int:
        blank = _ITALIC.match(self.folded, position)
        return blank.end() if blank else position
