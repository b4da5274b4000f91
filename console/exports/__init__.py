"""Lists as files: what is on the screen and all that follows it, in its order, as XLSX and as CSV."""

from console.exports.answers import Ending, Exported, TheEnding, exported, file_name, safe
from console.exports.items import count_columns, item_columns, item_row, items_of

__all__ = [
    "Ending",
    "Exported",
    "TheEnding",
    "count_columns",
    "exported",
    "file_name",
    "item_columns",
    "item_row",
    "items_of",
    "safe",
]
