"""Reads a list of bodies at a place in the text, by the names and never by the commas.

"các Bộ Tài chính, Tư pháp và Ủy ban nhân dân các tỉnh" is three names although it has one comma: a list
head lends its noun to the bare names that follow, and every name is read whole before the next mark.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from intake.bodies.fields import department_at, field_at, where_at, written_out
from intake.bodies.gazetteer import Found, gazetteer
from intake.bodies.groups import group_at, is_role, takes_a_field
from intake.bodies.mention import Mention, NameKind
from intake.bodies.persons import ALL_MINISTRIES, all_ministers_at, named_person_at, title_end
from intake.bodies.printed import (
    EACH,
    NEW_NAME,
    SECTOR,
    commune_end,
    in_one_spelling,
    is_abbreviated,
    place_after,
    place_beside,
    without_title,
    written_suffix,
)
from intake.bodies.units import (
    begins_name,
    is_firm_end,
    local_at,
    media_at,
    open_name_end,
    unit_at,
)
from intake.bodies.which import qualified_end, relative_end
from intake.words import fold, phrase
from schemas.agencies import AgencyLevel

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
_HARD: Final = re.compile(r"[.:!?\n|]")
# "Ủy ban nhân dân các tỉnh: …" may list every province, nothing lists more.
_LONGEST: Final = 150
_ITALIC: Final = re.compile(r"[\s\"]*")
_COMMUNE: Final = phrase(r"(xã|phường|đặc khu|thị trấn|huyện|quận|thị xã) (?=[^\W\d_])")
# "các đơn vị thuộc Bộ Y tế" is one group with the body in it.
_WITHIN: Final = phrase(r" (?:(?:trực )?thuộc|của) (?=\w)")
_WITHIN_CUT: Final = phrase(
    r"(?:trực )?thuộc (?=(?:bộ|các bộ|sở|tỉnh|thành phố|ubnd|ủy ban nhân dân|chính phủ|trung ương)[^,;]*$)"
)
_MEMBERS: Final = phrase(r"thành viên$")
_BLANK: Final = re.compile(r" ")
_NUMBER: Final = re.compile(r"(?:[IVX]{1,5}|\d{1,3})(?![\w/.]\w|\w| (?:tháng|ngày|năm)\b)")
_NUMBER_LAST: Final = re.compile(r"(.*\w (?:số )?)(?:[IVX]{1,5}|\d{1,3})$")
_SINCE: Final = phrase(r",? từ (?:tỉnh |thành phố )?")
_UNTIL: Final = phrase(r" (?:đến|tới|trở ra|-) (?:tỉnh |thành phố )?")
_HARD_BLANKS: Final = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ")
# "Tổng công ty … Việt Nam - CTCP" is the same body.
_LEGAL_FORM: Final = re.compile(r"\s+-\s+(?:CTCP|Công ty (?:cổ phần|mẹ)|Công ty TNHH(?: MTV)?)$")
_RELATED: Final = phrase(r" (?:có )?liên quan")
_FILLER: Final = phrase(r"(?:các |những )?(?:cơ quan|đơn vị) (?=(?:sở|cục|vụ|ban|bộ) [A-Z])")


@dataclass(frozen=True, slots=True)
class Listing:
    """The names that stand side by side from one place, and where they end."""

    mentions: tuple[Mention, ...]
    end: int

    @property
    def is_sure(self) -> bool:
        return all(mention.is_sure for mention in self.mentions)


class NameReader:
    """Finds the names of one document, with the bodies valid on its date."""

    def __init__(self, text: str, day: date, folded: str | None = None) -> None:
        self.text = text.translate(_HARD_BLANKS)
        self.folded = fold(text) if folded is None else folded
        self.day = day
        self._known = gazetteer(day)

    def province_at(self, position: int) -> Mention | None:
        """The province that begins here, "tỉnh An Giang" or bare."""
        found = self._known.province_at(self.folded, position) or self._known.at(
            self.folded, position
        )
        is_province = found is not None and found.body.level is AgencyLevel.PROVINCE
        return self._mention(found, position) if found and is_province else None

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

    def name_at(self, position: int) -> Mention | None:
        """The one body or group that begins here, title included."""
        if ministers := all_ministers_at(self.folded, position):
            return Mention(ALL_MINISTRIES, position, ministers, NameKind.GROUP, is_person=True)
        if person := named_person_at(self.folded, position):
            name, end = person
            found = self._known.at(fold(name), 0)
            code = found.body.code if found and found.is_valid else None
            return Mention(
                name, position, end, NameKind.BODY, code, is_sure=code is not None, is_person=True
            )
        start = title_end(self.folded, position)
        candidates = [
            one
            for one in (
                self._body(start),
                self._group(start),
                self._department(start),
                self._unit(start),
            )
            if one
        ]
        if not candidates:
            return self._sector(position)
        best = self._best(candidates)
        return Mention(
            best.name,
            position,
            best.end,
            best.kind,
            best.code,
            best.is_sure,
            is_person=start > position,
        )

    def _sector(self, position: int) -> Mention | None:
        """ "Phối hợp với Công an, Quản lý thị trường …": a sector without its place; a person says which body."""
        found = SECTOR.match(self.folded, position)
        if found is None or not self.text[position].isupper():
            return None
        return replace(self._as_printed(position, found.end(), NameKind.PATTERN), is_sure=False)

    def _best(self, candidates: list[Mention]) -> Mention:
        """The longest; but a name of the table does not go on with small letters that only look like a name."""
        best = max(candidates, key=lambda one: one.end)
        known = candidates[0]
        tail = self.text[known.end : best.end].strip()
        is_longer_unit = best.kind is NameKind.PATTERN and known.kind is NameKind.BODY and tail
        is_branch = fold(tail).startswith("chi nhánh")
        if is_longer_unit and not is_branch and begins_name(self.folded, best.end - len(tail)):
            return known
        if (
            is_longer_unit
            and tail[0].islower()
            and not fold(tail).startswith(("chi nhánh", "khu vực"))
        ):
            return known
        return best

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

    def _body(self, position: int) -> Mention | None:
        found = self._known.at(self.folded, position)
        if found is None or (
            not self.text[position].isupper()
            and not self.folded.startswith(("tỉnh", "thành phố"), position)
        ):
            return None
        return self._branch(found, position) or self._mention(found, position)

    def _branch(self, found: Found, position: int) -> Mention | None:
        """ "VNPT Đồng Nai" is a body of the province, not the group it belongs to."""
        is_large = found.body.level in {AgencyLevel.PROVINCE, AgencyLevel.MINISTRY}
        if is_large or self.folded[found.end : found.end + 1] != " ":
            return None
        place = self._known.province_at(self.folded, found.end + 1)
        if place is None or not self.text[found.end + 1].isupper():
            return None
        return self._as_printed(position, place.end, NameKind.PATTERN)

    def _mention(self, found: Found, position: int) -> Mention:
        return Mention(
            found.body.name_vi, position, found.end, NameKind.BODY, found.body.code if found.is_valid else None, found.is_valid
        )  # fmt: skip

    def _group(self, position: int) -> Mention | None:
        end = group_at(self.text, self.folded, position)
        if end is None:
            return None
        if takes_a_field(self.folded, position, end):
            end = qualified_end(self.text, self.folded, end)
        further = relative_end(self.text, self.folded, end)
        is_clear, end = further is not None, further or end
        name = without_title(written_out(self.text[position:end]))
        within = (
            _WITHIN.match(self.folded, end)
            or _WITHIN_CUT.search(self.folded, position, end)
            or (_MEMBERS.search(self.folded, position, end) and _BLANK.match(self.folded, end))
        )
        body = (
            self._body(within.end()) or self._group(within.end()) or self._unit(within.end())
            if within
            else None
        )
        if within and body and body.end > end:
            name = f"{written_out(self.text[position : within.end()])} {body.name}"
            end = body.end
            if limit := _RELATED.match(self.folded, end):
                name, end = name + written_suffix(self.text[end : limit.end()]), limit.end()
        elif place := place_after(self.text, self.folded, position, end):
            name, end = written_out(self.text[position:place]), place
        while further_place := place_beside(self.text, self.folded, position, end):
            name, end = written_out(self.text[position:further_place]), further_place
        if reach := self._reach(end):
            name, end = f"{name}{written_suffix(self.text[end:reach])}", reach
        is_sure = is_clear and not is_role(self.folded, position)
        return Mention(in_one_spelling(name), position, end, NameKind.GROUP, is_sure=is_sure)

    def _reach(self, end: int) -> int | None:
        """ "các tỉnh ven biển từ Quảng Ninh đến Lâm Đồng": from one province to another says which ones."""
        since = _SINCE.match(self.folded, end)
        first = self._known.province_at(self.folded, since.end()) if since else None
        until = _UNTIL.match(self.folded, first.end) if first else None
        last = self._known.province_at(self.folded, until.end()) if until else None
        return last.end if last else None

    def _department(self, position: int) -> Mention | None:
        department = department_at(self.folded, position)
        if department is None:
            return None
        name, end = department
        province = (
            self._known.province_at(self.folded, end + 1)
            if self.folded[end : end + 1] == " "
            else None
        )
        until = province.end if province else where_at(self.folded, end)
        return Mention(
            f"{name}{written_suffix(self.text[end:until])}", position, until, NameKind.PATTERN
        )

    def _unit(self, position: int) -> Mention | None:
        end = (
            local_at(self.folded, position)
            if self.text[position : position + 1].isupper()
            else None
        )
        if end is not None:
            noun = next(
                (kind for kind in ("tỉnh", "thành phố") if self.folded[:end].endswith(kind)), None
            )
            province = self._known.province_at(self.folded, end - len(noun)) if noun else None
            return self._as_printed(position, province.end if province else end, NameKind.PATTERN)
        media = (
            media_at(self.folded, position)
            if self.text[position : position + 1].isupper()
            else None
        )
        place = self._known.province_at(self.folded, media + 1) if media else None
        if place and self.folded[place.end - 1] != " ":
            return self._as_printed(position, place.end, NameKind.PATTERN)
        end = unit_at(self.text, self.folded, position)
        if end is None:
            return None
        printed = self._as_printed(position, end, NameKind.PATTERN)
        name = _LEGAL_FORM.sub("", printed.name)
        return replace(printed, name=name, is_sure=is_firm_end(self.folded, end))

    def _as_printed(
        self, start: int, end: int, kind: NameKind, *, is_person: bool = False
    ) -> Mention:
        name = written_out(self.text[start:end])
        return Mention(name, start, end, kind, is_person=is_person)

    def _skip(self, position: int) -> int:
        blank = _ITALIC.match(self.folded, position)
        return blank.end() if blank else position
