"""A certificate authority of the tests, and papers signed under it in every way that goes right or wrong."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2 as pdfium
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

NOW = datetime.now(UTC)


def a_paper(pages: int = 1) -> bytes:
    """An unsigned PDF."""
    document = pdfium.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


@dataclass
class Authority:
    """A root, an authority below it that issues certificates, and its list of those it has revoked."""

    name: str = "Kiểm thử CA"
    revoked: dict[int, datetime] = field(default_factory=dict)
    middle_revoked_at: datetime | None = None
    """On the root's list since then; the list is written only if it is set or asked for."""

    def __post_init__(self) -> None:
        self._root_key, self._key = (
            ec.generate_private_key(ec.SECP256R1()),
            ec.generate_private_key(ec.SECP256R1()),
        )
        self.root = self._issued(
            f"{self.name} gốc", None, self._root_key, self._root_key, is_ca=True
        )
        self.middle = self._issued(self.name, self.root, self._key, self._root_key, is_ca=True)

    def trusted_in(
        self, folder: Path, *, with_list: bool = True, with_root_list: bool = False
    ) -> Path:
        """The folder an operator would set up."""
        folder.mkdir(parents=True, exist_ok=True)
        pem = serialization.Encoding.PEM
        (folder / "goc.pem").write_bytes(self.root.public_bytes(pem))
        (folder / "trung-gian.crt").write_bytes(
            self.middle.public_bytes(serialization.Encoding.DER)
        )
        if with_list:
            (folder / "thu-hoi.crl").write_bytes(self._list().public_bytes(pem))
        if with_root_list:
            (folder / "thu-hoi-ca.crl").write_bytes(self._list_of_root().public_bytes(pem))
        return folder

    def signer(
        self,
        organisation: str = "Bộ Y tế",
        *,
        since: datetime = NOW - timedelta(days=300),
        until: datetime = NOW + timedelta(days=300),
        revoked_at: datetime | None = None,
    ) -> signers.SimpleSigner:
        """Somebody who can sign for that organisation."""
        key = ec.generate_private_key(ec.SECP256R1())
        one = self._issued(
            "Nguyễn Văn A",
            self.middle,
            key,
            self._key,
            organisation=organisation,
            since=since,
            until=until,
        )
        if revoked_at is not None:
            self.revoked[one.serial_number] = revoked_at
        der = serialization.Encoding.DER
        own = asn1_x509.Certificate.load(one.public_bytes(der))
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register_multiple([own, asn1_x509.Certificate.load(self.middle.public_bytes(der))])
        private = key.private_bytes(
            der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return signers.SimpleSigner(
            signing_cert=own,
            signing_key=asn1_keys.PrivateKeyInfo.load(private),
            cert_registry=registry,
        )

    def _issued(
        self,
        name: str,
        issuer: x509.Certificate | None,
        key: ec.EllipticCurvePrivateKey,
        by: ec.EllipticCurvePrivateKey,
        *,
        organisation: str = "Cơ quan chứng thực kiểm thử",
        since: datetime = NOW - timedelta(days=2_000),
        until: datetime = NOW + timedelta(days=2_000),
        is_ca: bool = False,
    ) -> x509.Certificate:
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
                x509.NameAttribute(NameOID.COMMON_NAME, name),
            ]
        )
        usage = x509.KeyUsage(
            digital_signature=not is_ca, content_commitment=not is_ca, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=is_ca, crl_sign=is_ca,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(since)
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False
            )
            .sign(by, hashes.SHA256())
        )

    def _list(self) -> x509.CertificateRevocationList:
        return self._list_by(self.middle, self._key, self.revoked)

    def _list_of_root(self) -> x509.CertificateRevocationList:
        lost = self.middle_revoked_at
        return self._list_by(
            self.root, self._root_key, {self.middle.serial_number: lost} if lost else {}
        )

    def _list_by(
        self,
        issuer: x509.Certificate,
        key: ec.EllipticCurvePrivateKey,
        revoked: dict[int, datetime],
    ) -> x509.CertificateRevocationList:
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.subject)
            .last_update(NOW - timedelta(hours=1))
            .next_update(NOW + timedelta(days=30))
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()),
                critical=False,
            )
            .add_extension(x509.CRLNumber(1), critical=False)
        )
        for serial, at in revoked.items():
            entry = (
                x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at).build()
            )
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(key, hashes.SHA256())


def signed(paper: bytes, signer: signers.SimpleSigner, name: str = "ChuKy1") -> bytes:
    """The paper with one signature more, as the signing programs of offices add it."""
    out = signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(paper)),
        signers.PdfSignatureMetadata(field_name=name),
        signer=signer,
    )
    return bytes(out.getvalue())


def tampered(paper: bytes) -> bytes:
    """One character of what was signed is another: the page has another size."""
    assert b"842" in paper
    return paper.replace(b"842", b"843", 1)


def changed_afterwards(paper: bytes) -> bytes:
    """An incremental update that puts something else on the signed page, and leaves the signed bytes alone."""
    writer = IncrementalPdfFileWriter(io.BytesIO(paper))
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/MediaBox")][0] = page["/MediaBox"][0]
    page[NameObject("/Sua")] = DictionaryObject({pdf_name("/Noi"): pdf_string("khac")})  # type: ignore[no-untyped-call]
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()
