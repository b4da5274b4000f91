"""Who is named in a document: known bodies, bodies by pattern, groups, and persons standing for them."""

from intake.bodies.listing import Listing, NameReader
from intake.bodies.mention import Mention, NameKind

__all__ = ["Listing", "Mention", "NameKind", "NameReader"]
