"""What of its account's rights an API token carries; made by `dondoc tokens`, asked for by the routes of the API."""

from enum import StrEnum


class Permit(StrEnum):
    """A scope of a token. It narrows the rights of office and role and never adds to them."""

    READ = "read"
    """Lists, details, totals, reasons, history, evidence."""
    ACT = "act"
    """Commands, and the files they name."""
    ISSUE = "issue"
    """Starting and rehearsing conclusions."""
    AUDIT = "audit"
    """Delivered commands that were refused."""
