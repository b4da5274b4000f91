"""Lists as files: what is on the screen and all that follows it, in its order, as XLSX and as CSV."""

from console.exports.answers import Exported, Heading, Heads, TheEnding, exported, file_name, safe
from console.exports.items import COUNT_HEADS, ITEM_HEADS, counts_in, item_row, items_of

__all__ = [
    "COUNT_HEADS",
    "ITEM_HEADS",
    "Exported",
    "Heading",
    "Heads",
    "TheEnding",
    "counts_in",
    "exported",
    "file_name",
    "item_row",
    "items_of",
    "safe",
]
