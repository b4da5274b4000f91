"""The bar on the left: which screens there are, for whom, and under which key."""

from typing import Final, NamedTuple

from console.auth import AUDITING, EVERYBODY, OPERATING, READING, STANDING, WATCHING, Viewer
from schemas.states import Role
from schemas.wording import Both


class Entry(NamedTuple):
    """One screen in the bar; `key` is pressed after `g`."""

    path: str
    name: Both
    icon: str
    key: str
    roles: frozenset[Role]


ADMINS: Final = frozenset({Role.ADMIN})
OPERATORS: Final = frozenset({Role.OPERATOR})

ENTRIES: Final = (
    Entry("/", Both("Việc của tôi", "My work"), "home", "v", EVERYBODY),
    Entry("/tong-hop", Both("Tổng hợp", "Overview"), "chart-bar", "t", WATCHING | STANDING),
    Entry("/nhiem-vu", Both("Nhiệm vụ", "Assignments"), "list-check", "n", READING),
    Entry("/qua-han", Both("Quá hạn", "Overdue"), "clock-exclamation", "q", READING),
    Entry("/lich", Both("Lịch hạn", "Deadlines"), "calendar", "h", READING),
    Entry("/thong-bao", Both("Kết luận", "Conclusions"), "file-text", "k", READING),
    Entry("/van-ban", Both("Văn bản", "Papers"), "file-report", "b", WATCHING | STANDING),
    Entry("/hop-thu", Both("Hộp thư", "Inbox"), "mail", "p", READING),
    Entry("/tham-tra", Both("Thẩm tra", "Review"), "clipboard-check", "d", STANDING),
    Entry("/de-nghi", Both("Đề nghị", "Requests"), "message", "e", STANDING),
    Entry("/hau-kiem", Both("Hậu kiểm", "Second look"), "shield-check", "y", WATCHING | STANDING),
    Entry("/tiep-nhan", Both("Tiếp nhận", "Intake"), "file-import", "i", STANDING),
    Entry("/van-hanh", Both("Vận hành", "Operation"), "heartbeat", "o", OPERATING),
    Entry("/thu-gui", Both("Thư gửi đi", "Outgoing post"), "send", "s", OPERATING),
    Entry("/nhat-ky", Both("Nhật ký", "Audit log"), "history", "l", AUDITING),
    Entry("/co-quan", Both("Cơ quan", "Agencies"), "building", "c", EVERYBODY - OPERATORS),
    Entry("/lich-lam-viec", Both("Lịch làm việc", "Working days"), "calendar", "w", ADMINS),
    Entry("/bac-thang", Both("Bậc thang", "Ladders"), "list-details", "b", ADMINS),
    Entry("/ma-api", Both("Mã API", "API tokens"), "key", "m", ADMINS),
    Entry("/nguoi-dung", Both("Người dùng", "Users"), "users", "u", ADMINS),
)


def entries_for(viewer: Viewer) -> tuple[Entry, ...]:
    """The screens this person can open."""
    return tuple(one for one in ENTRIES if viewer.role in one.roles)
