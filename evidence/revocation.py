"""Whether an authority between the signer and the root had been revoked when the signature was made.

The lists are the operator's (evidence.trust); one counts only if the authority it speaks for signed it.
Called by evidence.signatures. The signer's own certificate is pyHanko's to check.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from asn1crypto import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.x509 import CertificateRevocationList, load_der_x509_crl

from evidence.trust import Trust
from schemas.signatures import Revocation

__all__ = ["revocation_between"]

_LONGEST_CHAIN: Final = 8


def revocation_between(
    signer: x509.Certificate, embedded: Iterable[x509.Certificate], trust: Trust, at: datetime
) -> Revocation:
    """Revoked when any of them was at that time; good when a list speaks for each; else unchecked."""
    roots = {one.subject.hashable: one for one in trust.roots}
    known = {one.subject.hashable: one for one in (*embedded, *trust.others)} | roots
    answers: list[Revocation] = []
    one = known.get(signer.issuer.hashable)
    while one is not None and one.subject.hashable not in roots:
        if len(answers) == _LONGEST_CHAIN:
            return Revocation.UNCHECKED
        issuer = known.get(one.issuer.hashable)
        answers.append(_revocation(one, issuer, trust, at))
        one = issuer
    if Revocation.REVOKED in answers:
        return Revocation.REVOKED
    return Revocation.UNCHECKED if Revocation.UNCHECKED in answers else Revocation.GOOD


def _revocation(
    one: x509.Certificate, issuer: x509.Certificate | None, trust: Trust, at: datetime
) -> Revocation:
    if issuer is None:
        return Revocation.UNCHECKED
    lists = [
        load_der_x509_crl(each.dump()) for each in trust.lists if each.issuer == issuer.subject
    ]
    lists = [each for each in lists if _is_signed_by(each, issuer)]
    for each in lists:
        entry = each.get_revoked_certificate_by_serial_number(one.serial_number)
        if entry is not None and entry.revocation_date_utc <= at.astimezone(UTC):
            return Revocation.REVOKED
    return Revocation.GOOD if lists else Revocation.UNCHECKED


def _is_signed_by(found: CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        return found.is_signature_valid(load_der_public_key(issuer.public_key.dump()))  # type: ignore[arg-type]  # a key that signs no list raises
    except (TypeError, ValueError, UnsupportedAlgorithm):
        return False
