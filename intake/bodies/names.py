"""Reads the one body or group that begins at a place in the text, among the bodies valid on the document's date."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from intake.bodies.fields import department_at, where_at, written_out
from intake.bodies.gazetteer import Found, gazetteer
from intake.bodies.groups import group_at, is_role, takes_a_field
from intake.bodies.mention import Mention, NameKind
from intake.bodies.persons import ALL_MINISTRIES, all_ministers_at, named_person_at, title_end
from intake.bodies.printed import (
    SECTOR,
    in_one_spelling,
    place_after,
    place_beside,
    without_title,
    written_suffix,
)
from intake.bodies.units import begins_name, is_firm_end, local_at, media_at, unit_at
from intake.bodies.which import qualified_end, relative_end
from intake.words import fold, phrase
from schemas.agencies import AgencyLevel

# "các đơn vị thuộc Bộ Y tế" is one group with the body in it.
_WITHIN: Final = phrase(r" (?:(?:trực )?thuộc|của) (?=\w)")
_WITHIN_CUT: Final = phrase(
    r"(?:trực )?thuộc (?=(?:bộ|các bộ|sở|tỉnh|thành phố|ubnd|ủy ban nhân dân|chính phủ|trung ương)[^,;]*$)"
)
_MEMBERS: Final = phrase(r"thành viên$")
_BLANK: Final = re.compile(r" ")
_SINCE: Final = phrase(r",? từ (?:tỉnh |thành phố )?")
_UNTIL: Final = phrase(r" (?:đến|tới|trở ra|-) (?:tỉnh |thành phố )?")
_HARD_BLANKS: Final = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ")
# "Tổng công ty … Việt Nam - CTCP" is the same body.
_LEGAL_FORM: Final = re.compile(r"\s+-\s+(?:CTCP|Công ty (?:cổ phần|mẹ)|Công ty TNHH(?: MTV)?)$")
_RELATED: Final = phrase(r" (?:có )?liên quan")


class OneName:
    """Finds single names of one document; `intake.bodies.listing` reads them side by side."""

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
