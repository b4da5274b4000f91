"""Facts from the head of a document: number, date, issuer, signer, secrecy, what it cites."""

from intake.facts.header import header_of

__all__ = ["header_of"]
