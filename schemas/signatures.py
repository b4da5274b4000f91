"""What the signatures inside a file say: three answers for each, for the examiner and for the rules of the case."""

import datetime as dt
from enum import StrEnum

from schemas.base import Carried


class Signed(StrEnum):
    """A file as a whole."""

    VALID = "valid"
    """At least one valid signature of the assigned agency, and none that is broken."""
    INVALID = "invalid"
    """Signed, and not that."""
    NONE = "none"
    """No signature, or a kind of file that carries none."""
    UNREADABLE = "unreadable"
    """A PDF whose signatures cannot be read, or far too many of them."""


class Revocation(StrEnum):
    """What the revocation lists say of the signer's certificate at the time of signing."""

    GOOD = "good"
    REVOKED = "revoked"
    UNCHECKED = "unchecked"
    """No list of that issuer is known."""


class SignatureFound(Carried):
    """One signature: is it whole, whose is it, is the certificate to be trusted."""

    field: str
    intact: bool
    """What was signed is what is there."""
    changed_after: bool = False
    """Something that signatures do not allow was added afterwards."""
    signer: str = ""
    organisation: str = ""
    of_agency: bool = False
    """The certificate names the assigned agency."""
    trusted: bool = False
    """It leads to a root of the operator's trust list."""
    in_time: bool = False
    """The certificate was valid when it signed."""
    revocation: Revocation = Revocation.UNCHECKED
    chain_revocation: Revocation = Revocation.UNCHECKED
    """The same of the authorities between the signer and the root; revoked when any of them was."""
    signed_at: dt.datetime | None = None
    time_is_stamped: bool = False
    """By a trusted time stamp; otherwise the time is what the signer claims."""
    valid: bool = False
    """All of these hold, the agency apart."""
    problem: str | None = None

    @property
    def is_broken(self) -> bool:
        """Whether what is there is not what was signed, or more than that."""
        return not self.intact or self.changed_after


class SignatureReport(Carried):
    """Everything about the signatures of a file, as of one check for one agency."""

    state: Signed
    office: str
    signatures: tuple[SignatureFound, ...] = ()
    checked_at: dt.datetime
    problem: str | None = None

    @property
    def is_valid(self) -> bool:
        """Whether it is what a case may ask for: a valid signature of the assigned agency."""
        return self.state is Signed.VALID
