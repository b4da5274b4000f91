"""The operator's trust list: a folder of certificates and revocation lists (DONDOC_TRUST_DIR).

Roots are what signs itself; the other certificates stand in between. Nothing is fetched from
anywhere: what is not in the folder is not known, and the answer says so.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from asn1crypto import crl, pem, x509

__all__ = ["Trust"]

_CERTIFICATES: Final = frozenset({".pem", ".crt", ".cer", ".der"})
_LISTS: Final = frozenset({".crl"})


@dataclass(frozen=True, slots=True)
class Trust:
    """What is trusted, and what is known to be revoked."""

    roots: tuple[x509.Certificate, ...] = ()
    others: tuple[x509.Certificate, ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()

    @classmethod
    def in_folder(cls, folder: Path | None) -> Self:
        """Everything in the folder; raises ValueError with the name of a file that cannot be read."""
        if folder is None:
            return cls()
        certificates: list[x509.Certificate] = []
        lists: list[crl.CertificateList] = []
        for path in sorted(folder.iterdir()):
            ending = path.suffix.lower()
            try:
                if ending in _CERTIFICATES:
                    certificates += [x509.Certificate.load(one) for one in _decoded(path)]
                elif ending in _LISTS:
                    lists += [crl.CertificateList.load(one) for one in _decoded(path)]
            except (ValueError, TypeError, OSError) as error:
                raise ValueError(f"{path.name}: {error}") from error
        roots = tuple(one for one in certificates if one.self_signed in {"yes", "maybe"} and one.ca)
        others = tuple(one for one in certificates if one not in roots)
        return cls(roots, others, tuple(lists))


def _decoded(path: Path) -> list[bytes]:
    content = path.read_bytes()
    if pem.detect(content):
        return [der for _, _, der in pem.unarmor(content, multiple=True)]
    return [content]
