"""The accounts that exist before anybody could make one: the first administrator, and everyone of the demo."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from console import passwords
from register import accounts
from register.accounts import Access, Account
from register.pool import Db
from schemas.states import Role

FIRST: Final = "admin"
OFFICE_OF_FIRST: Final = "G22"
"""The Government Office; an administrator sees no work, so the office matters little."""


@dataclass(frozen=True, slots=True)
class Invented:
    """An account with its password, which is nowhere else."""

    login: str
    password: str
    role: Role
    office: str
    name: str


async def first_admin(db: Db) -> Invented | None:
    """An administrator with an invented password on a register without accounts; else None.

    The password is printed once by the caller and changed at the first sign-in.
    """
    if await accounts.has_accounts(db):
        return None
    admin = Invented(FIRST, passwords.invented(), Role.ADMIN, OFFICE_OF_FIRST, "Quản trị")
    return admin if await _add(db, admin, must_change=True) else None


async def demo_accounts(db: Db) -> list[Invented]:
    """One account for each role, and for several agencies; on the demo's new register only."""
    made = [
        Invented(login, passwords.invented(), role, office, name)
        for login, role, office, name in _CAST
    ]
    await _add_all(db, made)
    return made


async def _add_all(db: Db, made: Iterable[Invented]) -> None:
    for one in made:
        await _add(db, one, must_change=False)


async def _add(db: Db, one: Invented, *, must_change: bool) -> bool:
    account = Account(one.login, one.name, one.office, one.role.value)
    kept = await passwords.hashed(one.password)
    added = await accounts.add_account(db, account, kept, must_change=must_change, by="dondoc")
    await accounts.record_access(db, Access("account_added", "dondoc", "-", one.login))
    return added


_CAST: Final = (
    ("chuyenvien", Role.OFFICER, "G14", "Nguyễn Thị Lan"),
    ("thamtra", Role.EXAMINER, "G14", "Trần Văn Minh"),
    ("lanhdao", Role.HEAD_OF_STANDING_OFFICE, "G14", "Phạm Quốc Hưng"),
    ("boyte", Role.FOCAL_POINT, "G18", "Lê Thu Hà"),
    ("boyte.lanhdao", Role.AGENCY_HEAD, "G18", "Phan Hữu Nghĩa"),
    ("bocongan", Role.FOCAL_POINT, "G01", "Vũ Hoàng Nam"),
    ("boyte.phoihop", Role.COORDINATOR, "G18", "Bùi Mai Anh"),
    ("giamsat", Role.SUPERVISOR, "G22", "Hoàng Đức Thắng"),
    ("kiemtoan", Role.AUDITOR, "G22", "Ngô Thanh Bình"),
    ("vanhanh", Role.OPERATOR, "G22", "Đặng Quang Vinh"),
    ("quantri", Role.ADMIN, "G22", "Mai Phương Thảo"),
)
"""Invented people; the offices are those of the sample conclusion."""
