"""What a document says about itself before its first order: issuer, province, addressees."""

from typing import Final

from intake.bodies import Mention, NameKind, NameReader
from intake.document import Header
from intake.reading.cells import bodies_in_cell
from intake.reading.openings import OpeningReader, Setting
from intake.words import phrase

_ADDRESS: Final = phrase(r"(?:^|[|\n])[ *]*(?:kính gửi|[^\n|]{0,60}(?:điện|gửi)) ?: ?")
_LIST: Final = phrase(r"(?:[ |*]*\n)?(?:[ |*]*[-•+][^\n]*(?:\n|$))+|[^\n]+")
_CITY: Final = "ủy ban nhân dân thành phố "
_PROVINCE: Final = "ủy ban nhân dân tỉnh "
_HEAD: Final = 3500
_ISSUERS: Final = ("ubnd tỉnh", "ubnd thành phố")


def setting_of(names: NameReader, header: Header) -> Setting:
    """The setting in which "Thành phố", "UBND tỉnh" and "quý đơn vị" are to be read."""
    issuer = _issuer(names, header)
    places = _places(names, issuer)
    openings = OpeningReader(names, Setting())
    issuers = {issuer.name.casefold()} if issuer else set()
    if header.number and "ttg" in header.number.casefold():
        issuers.add("thủ tướng chính phủ")
    if issuer and issuer.name.casefold().startswith("ủy ban nhân dân"):
        issuers |= {"ủy ban nhân dân tỉnh", "ủy ban nhân dân thành phố", "ủy ban nhân dân"}
    return Setting(
        frozenset(issuers),
        city=_only([one for one in places if one.name.casefold().startswith(_CITY)]),
        province=_only([one for one in places if one.name.casefold().startswith(_PROVINCE)]),
        addressees=_addressees(openings),
    )


def _issuer(names: NameReader, header: Header) -> Mention | None:
    if not header.issuer:
        return None
    words = header.issuer.title() if header.issuer.isupper() else header.issuer
    apart = NameReader(words, names.day)
    listing = apart.listing_at(0)
    return listing.mentions[-1] if listing else None


def _places(names: NameReader, issuer: Mention | None) -> list[Mention]:
    """The provinces named in the head; the issuer alone when it is one."""
    if issuer and issuer.name.casefold().startswith((_CITY, _PROVINCE)):
        return [issuer]
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
