"""What a document says about itself before its first order: issuer, province, addressees."""

from typing import Final

from intake.bodies import Mention, NameKind, NameReader
from intake.document import Header
from intake.reading.cells import bodies_in_cell
from intake.reading.openings import HOUSES, OpeningReader, Setting
from intake.words import phrase

_ADDRESS: Final = phrase(r"(?:^|[|\n])[ *]*(?:kính gửi|[^\n|]{0,60}(?:điện|gửi)) ?: ?")
_LIST: Final = phrase(r"(?:[ |*]*\n)?(?:[ |*]*[-•+][^\n]*(?:\n|$))+|[^\n]+")
_CITY: Final = "ủy ban nhân dân thành phố "
_PROVINCE: Final = "ủy ban nhân dân tỉnh "
_HEAD: Final = 3500
# The title and who took part.
_TITLE: Final = 1500
_HOUSE: Final = phrase(rf"\b(?:{HOUSES})\b")
_OF_A_PLACE: Final = phrase(r" (?:tỉnh|thành phố) .*$")
_ISSUERS: Final = ("ubnd tỉnh", "ubnd thành phố")


def setting_of(names: NameReader, header: Header) -> Setting:
    """The setting in which "Thành phố", "UBND tỉnh" and "quý đơn vị" are to be read."""
    openings = OpeningReader(names, Setting())
    issuing = _issuing(openings, header)
    places = _places(names, issuing)
    issuers = {one.name.casefold() for one in issuing}
    issuers |= {_OF_A_PLACE.sub("", one) for one in issuers if one.startswith("sở ")}
    if header.number and "ttg" in header.number.casefold():
        issuers.add("thủ tướng chính phủ")
    if any(one.startswith("ủy ban nhân dân") for one in issuers):
        issuers |= {"ủy ban nhân dân tỉnh", "ủy ban nhân dân thành phố", "ủy ban nhân dân"}
    return Setting(
        frozenset(issuers),
        city=_only([one for one in places if one.name.casefold().startswith(_CITY)]),
        province=_only([one for one in places if one.name.casefold().startswith(_PROVINCE)]),
        addressees=_addressees(openings),
        houses=_houses(names),
    )


def _houses(names: NameReader) -> dict[str, Mention]:
    """ "… làm việc với Tập đoàn Dầu khí Việt Nam": the one body of its kind in the head is meant by "Tập đoàn"."""
    end = min(_TITLE, len(names.folded))
    found: dict[str, dict[str, Mention]] = {}
    for word in _HOUSE.finditer(names.folded, 0, end):
        mention = names.name_at(word.start()) if names.text[word.start()].isupper() else None
        if mention and mention.kind is not NameKind.GROUP and mention.is_sure:
            found.setdefault(word[0].strip(), {}).setdefault(mention.name, mention)
    return {kind: one for kind, named in found.items() if len(named) == 1 for one in named.values()}


def _issuing(openings: OpeningReader, header: Header) -> list[Mention]:
    """The body that issued the document and the one it belongs to."""
    if not header.issuer:
        return []
    words = header.issuer.title() if header.issuer.isupper() else header.issuer
    return bodies_in_cell(openings.apart(words), [(0, len(words))])


def _places(names: NameReader, issuing: list[Mention]) -> list[Mention]:
    """The provinces named in the head; the issuer alone when it is one."""
    home = [one for one in issuing if one.name.casefold().startswith((_CITY, _PROVINCE))]
    if home:
        return home[:1]
    found: dict[str, Mention] = {}
    for cue in phrase(r"\b(?:tỉnh|thành phố|tp\.?) (?=\w)").finditer(names.folded, 0, _HEAD):
        mention = names.province_at(cue.start())
        if mention:
            found.setdefault(mention.name, mention)
    return list(found.values())


def _only(mentions: list[Mention]) -> Mention | None:
    return mentions[0] if len(mentions) == 1 else None


def _addressees(openings: OpeningReader) -> tuple[Mention, ...]:
    cue = _ADDRESS.search(openings.folded, 0, _HEAD)
    if cue is None:
        return ()
    listed = _LIST.match(openings.folded, cue.end())
    if listed is None:
        return ()
    bodies = bodies_in_cell(openings, [(listed.start(), listed.end())])
    return tuple(body for body in bodies if body.kind is not NameKind.UNKNOWN)
