"""The answer of `dondoc intake FILE --json`, whose names and meanings stay fixed."""

from typing import Any

from intake.document import Document
from intake.proposal import Proposal, ProposedDirective


def as_json(document: Document, proposal: Proposal) -> dict[str, Any]:
    """Document, text, segments and directives as plain JSON values."""
    head = document.header
    return {
        "document": {
            "sha256": document.sha256,
            "number": head.number,
            "type": head.type,
            "issued_on": head.issued_on.isoformat() if head.issued_on else None,
            "issuer": head.issuer,
            "signer": head.signer,
            "secrecy": head.secrecy,
            "pages": len(document.pages),
            "place": head.place,
            "subject": head.subject,
            "meeting": head.meeting,
            "meeting_on": head.meeting_on.isoformat() if head.meeting_on else None,
            "cited": list(head.cited),
            "format": document.format,
            "is_scan": document.is_scan,
        },
        "text": document.text,
        "segments": [
            {"id": one.id, "page": one.page, "start": one.start, "end": one.end, "kind": one.kind.value, "rule": one.rule, "clause": one.clause}
            for one in proposal.segments
        ],
        "directives": [_directive(one) for one in proposal.directives],
    }  # fmt: skip


def _directive(one: ProposedDirective) -> dict[str, Any]:
    return {
        "n": one.n,
        "ref": one.ref,
        "text": one.text,
        "lead_agencies": [lead.name for lead in one.leads],
        "lead_codes": [lead.code for lead in one.leads],
        "coordinating": [body.name for body in one.coordinating],
        "deadline": one.deadline.isoformat() if one.deadline else None,
        "deadline_text": one.deadline_text,
        "precision": one.precision.value,
        "periodic": one.periodic.value if one.periodic else None,
        "report_day": one.report_day,
        "first_due": one.first_due.isoformat() if one.first_due else None,
        "product": one.product,
        "renews": list(one.renews),
        "is_request": one.is_request,
        "segments": list(one.segments),
        "rules": list(one.rules),
        "sure": one.sure,
    }
