"""Signatures inside a PDF: whole, whose, trusted, in time, changed afterwards, of the assigned agency (pyHanko).

Called by the commit activity, in a thread. Says what is; whether that suffices is a rule of the case.
"""

import io
import itertools
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from evidence.kinds import MOST_SIGNATURES, PDF
from evidence.revocation import revocation_between
from evidence.trust import Trust
from schemas.agencies import agency_named
from schemas.moments import day_of
from schemas.signatures import Revocation, SignatureFound, SignatureReport, Signed

__all__ = ["check"]

_UNREADABLE: Final = (
    *(PdfError, SignatureValidationError, PathError, ValueError, TypeError, KeyError),
    *(IndexError, AttributeError, NotImplementedError, RecursionError, OverflowError),
)
"""What reading a file that means harm may raise; a valid one raises nothing."""
_ALLOWED_AFTER: Final = ModificationLevel.FORM_FILLING
"""Further signatures, and what validates them for long; anything more is a change."""
_USAGE: Final = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)


LONGEST_S: Final = 20.0
"""A signature is judged in tenths of a second; a file made to keep the worker busy is given up after this."""


def check(  # noqa: PLR0913 - the file, whose it should be, and what it is judged by
    content: bytes,
    kind: str,
    *,
    office: str,
    trust: Trust,
    now: datetime,
    within_s: float = LONGEST_S,
) -> SignatureReport:
    """Every signature of the file, judged for that agency as of the time it was made.

    What is not judged within *within_s* is unreadable as a whole: a part says nothing of the rest.
    """
    began = time.monotonic()
    if kind != PDF:
        return SignatureReport(state=Signed.NONE, office=office, checked_at=now)
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if _claims(reader) > MOST_SIGNATURES:
            return _unreadable(office, now, f"more than {MOST_SIGNATURES} signatures")
        found: list[SignatureFound] = []
        for one in reader.embedded_regular_signatures:
            if time.monotonic() - began > within_s:
                return _unreadable(office, now, f"not judged within {within_s:g} s")
            found.append(_judged(one, office=office, trust=trust, now=now))
    except _UNREADABLE as error:
        return _unreadable(office, now, f"{type(error).__name__}: {error}"[:300])
    return SignatureReport(
        state=_state(found), office=office, signatures=tuple(found), checked_at=now
    )


def _claims(reader: PdfFileReader) -> int:
    """Signatures the file claims to have, counted no further than needed."""
    return sum(1 for _ in itertools.islice(enumerate_sig_fields(reader), MOST_SIGNATURES + 1))


def _state(found: Sequence[SignatureFound]) -> Signed:
    if not found:
        return Signed.NONE
    broken = any(one.is_broken for one in found)
    own = any(one.valid and one.of_agency for one in found)
    return Signed.VALID if own and not broken else Signed.INVALID


def _judged(
    embedded: EmbeddedPdfSignature, *, office: str, trust: Trust, now: datetime
) -> SignatureFound:
    signed_at = _claimed(embedded)
    certificate = embedded.signer_cert
    organisation, own = _organisation(certificate, office, signed_at or now)
    facts: dict[str, Any] = {
        "field": embedded.field_name,
        "signer": certificate.subject.human_friendly,
        "organisation": organisation,
        "of_agency": own,
        "signed_at": signed_at,
    }
    at = signed_at or now
    listed = any(one.issuer == certificate.issuer for one in trust.lists)
    try:
        status = _validated(embedded, trust, at, now, asks_lists=listed)
        if listed and not status.revoked and not status.trusted:
            # Perhaps only because the list does not speak of that time: then it is unchecked, not untrusted.
            listed = False
            status = _validated(embedded, trust, at, now, asks_lists=False)
    except _UNREADABLE as error:
        problem = f"{type(error).__name__}: {error}"[:300]
        return SignatureFound(intact=False, problem=problem, **facts)
    revocation = Revocation.GOOD if listed else Revocation.UNCHECKED
    told = _told(status, certificate, at, Revocation.REVOKED if status.revoked else revocation)
    between = revocation_between(certificate, embedded.other_embedded_certs, trust, at)
    if between is Revocation.REVOKED:
        told |= {"valid": False, "problem": told["problem"] or "authority_revoked"}
    return SignatureFound(**facts, **told, chain_revocation=between)


def _validated(
    embedded: EmbeddedPdfSignature, trust: Trust, at: datetime, now: datetime, *, asks_lists: bool
) -> PdfSignatureStatus:
    return validate_pdf_signature(
        embedded,
        signer_validation_context=_context(trust, at, asks_lists=asks_lists),
        ts_validation_context=_context(trust, now, asks_lists=False),
        key_usage_settings=_USAGE,
    )


def _told(
    status: PdfSignatureStatus, certificate: x509.Certificate, at: datetime, revocation: Revocation
) -> dict[str, Any]:
    changed = not _is_untouched(status)
    in_time = certificate.not_valid_before <= at <= certificate.not_valid_after
    stamp = status.timestamp_validity
    held = in_time and revocation is not Revocation.REVOKED
    return {
        "intact": bool(status.intact and status.valid),
        "changed_after": changed,
        # An expired or revoked certificate still leads to a trusted root: another answer than a stranger's.
        "trusted": bool(status.trusted) or status.validation_path is not None,
        "in_time": in_time,
        "revocation": revocation,
        "time_is_stamped": bool(stamp is not None and stamp.trusted),
        "valid": bool(status.bottom_line) and not changed and held,
        "problem": None if status.bottom_line else _problem(status),
    }


def _is_untouched(status: PdfSignatureStatus) -> bool:
    level = status.modification_level
    return level is not None and level <= _ALLOWED_AFTER and bool(status.docmdp_ok)


def _problem(status: PdfSignatureStatus) -> str:
    if not (status.intact and status.valid):
        return "changed"
    indication = status.trust_problem_indic
    return str(indication) if indication is not None else "changed_after"


def _context(trust: Trust, at: datetime, *, asks_lists: bool) -> ValidationContext:
    """As of that moment, offline. Lists published later speak of earlier moments too."""
    own = RevocationCheckingRule.CRL_REQUIRED if asks_lists else RevocationCheckingRule.NO_CHECK
    policy = RevocationCheckingPolicy(
        ee_certificate_rule=own, intermediate_ca_cert_rule=RevocationCheckingRule.NO_CHECK
    )
    return ValidationContext(
        trust_roots=list(trust.roots),
        other_certs=list(trust.others),
        crls=list(trust.lists),
        moment=at,
        allow_fetching=False,
        revinfo_policy=CertRevTrustPolicy(policy, retroactive_revinfo=True),
    )


def _claimed(embedded: EmbeddedPdfSignature) -> datetime | None:
    claimed = embedded.self_reported_timestamp
    return claimed if claimed is not None and claimed.tzinfo is not None else None


def _organisation(certificate: x509.Certificate, office: str, at: datetime) -> tuple[str, bool]:
    """The organisation that the certificate names, and whether it is that agency by name, short name or alias."""
    subject = certificate.subject.native
    names = [
        name
        for key in ("organization_name", "organizational_unit_name", "common_name")
        for name in _several(subject.get(key))
    ]
    bodies = [agency_named(name, day_of(at)) for name in names]
    own = any(body is not None and body.code == office for body in bodies)
    return (names[0] if names else ""), own


def _several(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _unreadable(office: str, now: datetime, problem: str) -> SignatureReport:
    return SignatureReport(state=Signed.UNREADABLE, office=office, checked_at=now, problem=problem)
