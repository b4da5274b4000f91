"""What the signatures of a paper say, for every way in which they go right or wrong; own authority, no network."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evidence.kinds import PDF
from evidence.signatures import check
from evidence.trust import Trust
from schemas.signatures import Revocation, SignatureFound, SignatureReport, Signed
from tests.evidence.authority import NOW, Authority, a_paper, changed_afterwards, signed, tampered

HEALTH = "G18"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def checked(
    paper: bytes, authority: Authority, tmp_path: Path, *, trust: Trust | None = None
) -> SignatureReport:
    known = trust or Trust.in_folder(authority.trusted_in(tmp_path / "trust"))
    return check(paper, PDF, office=HEALTH, trust=known, now=datetime.now(UTC))


def the_one(report: SignatureReport) -> SignatureFound:
    (found,) = report.signatures
    return found


def test_a_good_signature_of_the_agency_is_valid(authority: Authority, tmp_path: Path) -> None:
    """Intact, trusted, in time, not revoked, unchanged, and the certificate names the assigned agency."""
    report = checked(signed(a_paper(), authority.signer()), authority, tmp_path)

    one = the_one(report)
    assert report.state is Signed.VALID
    assert (one.intact, one.changed_after, one.trusted, one.in_time, one.of_agency, one.valid) == (
        *(True, False, True, True, True, True),
    )
    assert one.revocation is Revocation.GOOD
    assert "Nguyễn Văn A" in one.signer
    assert one.organisation == "Bộ Y tế"
    assert one.signed_at is not None
    assert not one.time_is_stamped


def test_a_changed_byte_breaks_the_signature(authority: Authority, tmp_path: Path) -> None:
    """What is there is not what was signed."""
    report = checked(tampered(signed(a_paper(), authority.signer())), authority, tmp_path)

    assert report.state is Signed.INVALID
    assert not the_one(report).intact


def test_a_certificate_that_had_expired_is_not_valid(authority: Authority, tmp_path: Path) -> None:
    """Judged at the time of signing; the other answers stay apart."""
    late = authority.signer(until=NOW - timedelta(days=1))
    report = checked(signed(a_paper(), late), authority, tmp_path)

    one = the_one(report)
    assert report.state is Signed.INVALID
    assert (one.intact, one.in_time, one.valid) == (True, False, False)


def test_a_revoked_certificate_is_not_valid(authority: Authority, tmp_path: Path) -> None:
    """On the list of its issuer since before it signed."""
    lost = authority.signer(revoked_at=NOW - timedelta(days=10))
    report = checked(signed(a_paper(), lost), authority, tmp_path)

    one = the_one(report)
    assert report.state is Signed.INVALID
    assert (one.intact, one.revocation, one.valid) == (True, Revocation.REVOKED, False)


def test_without_a_list_revocation_is_unchecked_and_said_so(
    authority: Authority, tmp_path: Path
) -> None:
    """A state of its own: neither good nor revoked."""
    trust = Trust.in_folder(authority.trusted_in(tmp_path / "t", with_list=False))
    report = checked(signed(a_paper(), authority.signer()), authority, tmp_path, trust=trust)

    assert the_one(report).revocation is Revocation.UNCHECKED
    assert report.state is Signed.VALID


@pytest.mark.parametrize(
    "known_to_operator", [True, False], ids=["in the folder", "in the file only"]
)
def test_under_a_revoked_authority_nothing_is_valid(
    tmp_path: Path,
    known_to_operator: bool,  # noqa: FBT001 - a case of the table
) -> None:
    """The authority between signer and root is on the root's list since before the signature."""
    lost = Authority(middle_revoked_at=NOW - timedelta(days=10))
    folder = lost.trusted_in(tmp_path / "t", with_root_list=True)
    if not known_to_operator:
        (folder / "trung-gian.crt").unlink()
    report = checked(
        signed(a_paper(), lost.signer()), lost, tmp_path, trust=Trust.in_folder(folder)
    )

    one = the_one(report)
    assert report.state is Signed.INVALID
    assert (one.intact, one.trusted, one.chain_revocation, one.valid) == (
        *(True, True, Revocation.REVOKED, False),
    )


def test_an_authority_revoked_after_the_signature_does_not_undo_it(tmp_path: Path) -> None:
    """Judged at the time of signing, like the signer's own certificate; a list of nobody known says nothing."""
    later = Authority(middle_revoked_at=NOW + timedelta(days=1))
    trust = Trust.in_folder(later.trusted_in(tmp_path / "t", with_root_list=True))
    other = Authority("Cơ quan khác", middle_revoked_at=NOW - timedelta(days=10))
    strange = Trust(
        trust.roots,
        trust.others,
        Trust.in_folder(other.trusted_in(tmp_path / "o", with_root_list=True)).lists,
    )

    good = checked(signed(a_paper(), later.signer()), later, tmp_path, trust=trust)
    unknown = checked(signed(a_paper(), later.signer()), later, tmp_path, trust=strange)

    assert (good.state, the_one(good).chain_revocation) == (Signed.VALID, Revocation.GOOD)
    assert (unknown.state, the_one(unknown).chain_revocation) == (
        *(Signed.VALID, Revocation.UNCHECKED),
    )


def test_a_list_that_the_root_did_not_sign_says_nothing(tmp_path: Path) -> None:
    """Whoever can place a file under the root's name can revoke nobody."""
    own, forger = Authority(), Authority(middle_revoked_at=NOW - timedelta(days=10))
    trust = Trust.in_folder(own.trusted_in(tmp_path / "t"))
    forger.middle = own.middle
    forged = Trust.in_folder(forger.trusted_in(tmp_path / "f", with_root_list=True)).lists
    mixed = Trust(trust.roots, trust.others, (*trust.lists, *forged))

    report = checked(signed(a_paper(), own.signer()), own, tmp_path, trust=mixed)

    assert the_one(report).chain_revocation is Revocation.UNCHECKED
    assert report.state is Signed.VALID


def test_what_takes_too_long_is_given_up_and_never_valid(
    authority: Authority, tmp_path: Path
) -> None:
    """No part of the signatures speaks for the rest."""
    trust = Trust.in_folder(authority.trusted_in(tmp_path / "t"))
    paper = signed(a_paper(), authority.signer())

    report = check(paper, PDF, office=HEALTH, trust=trust, now=NOW, within_s=-1)

    assert report.state is Signed.UNREADABLE
    assert "not judged within" in str(report.problem)


def test_another_agency_is_not_the_assigned_one(authority: Authority, tmp_path: Path) -> None:
    """A flawless signature of somebody else."""
    report = checked(signed(a_paper(), authority.signer("Bộ Tài chính")), authority, tmp_path)

    one = the_one(report)
    assert report.state is Signed.INVALID
    assert (one.valid, one.of_agency, one.organisation) == (True, False, "Bộ Tài chính")


def test_an_unknown_authority_is_not_trusted(authority: Authority, tmp_path: Path) -> None:
    """Anybody can name a certificate after a ministry."""
    stranger = Authority("Người lạ")
    report = checked(signed(a_paper(), stranger.signer()), authority, tmp_path)

    one = the_one(report)
    assert report.state is Signed.INVALID
    assert (one.intact, one.trusted, one.valid) == (True, False, False)


def test_without_a_trust_list_nothing_is_trusted(authority: Authority, tmp_path: Path) -> None:
    """The signature is still read and shown."""
    report = checked(signed(a_paper(), authority.signer()), authority, tmp_path, trust=Trust())

    assert report.state is Signed.INVALID
    assert the_one(report).intact
    assert not the_one(report).trusted


def test_an_unsigned_paper_says_so(authority: Authority, tmp_path: Path) -> None:
    """So does a file that cannot be signed."""
    assert checked(a_paper(), authority, tmp_path).state is Signed.NONE
    image = check(b"x", "image/png", office=HEALTH, trust=Trust(), now=NOW)
    assert image.state is Signed.NONE


def test_signed_twice_both_are_judged(authority: Authority, tmp_path: Path) -> None:
    """The second signature does not count as a change after the first."""
    once = signed(a_paper(), authority.signer())
    report = checked(signed(once, authority.signer("Bộ Tài chính"), "ChuKy2"), authority, tmp_path)

    assert report.state is Signed.VALID
    assert [(one.of_agency, one.valid, one.changed_after) for one in report.signatures] == [
        (True, True, False),
        (False, True, False),
    ]


def test_an_update_after_signing_is_a_change(authority: Authority, tmp_path: Path) -> None:
    """The signed bytes are untouched, and yet the page says something else."""
    report = checked(changed_afterwards(signed(a_paper(), authority.signer())), authority, tmp_path)

    one = the_one(report)
    assert report.state is Signed.INVALID
    assert (one.intact, one.changed_after, one.valid) == (True, True, False)


@pytest.mark.parametrize(
    "make",
    [
        lambda paper: paper[: len(paper) // 2],
        lambda paper: b"%PDF-1.7\nkhong co gi\n",
        lambda paper: paper.replace(b"/Contents <", b"/Contents <zz"),
        lambda paper: paper.replace(b"/ByteRange", b"/ByteRangX"),
    ],
    ids=["cut", "empty", "broken contents", "no range"],
)
def test_a_paper_that_cannot_be_read_is_never_valid(
    authority: Authority, tmp_path: Path, make: Callable[[bytes], bytes]
) -> None:
    """Whatever is wrong with it, the check answers and says so."""
    report = checked(make(signed(a_paper(), authority.signer())), authority, tmp_path)

    assert report.state in {Signed.UNREADABLE, Signed.INVALID, Signed.NONE}
    assert not report.is_valid


def test_a_trust_folder_with_rubbish_names_the_file(tmp_path: Path) -> None:
    """The operator learns which file to mend."""
    (tmp_path / "goc.pem").write_bytes(b"rubbish")

    with pytest.raises(ValueError, match=r"goc\.pem"):
        Trust.in_folder(tmp_path)
