"""The columns that the list of assignments can show beside the assignment itself, on the screen and in its file."""

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from schemas.wording import Both


class Column(NamedTuple):
    """One column: its head, and the heads of the columns of a file that say the same."""

    name: Both
    in_file: tuple[str, ...] = ()
    is_usual: bool = False


COLUMNS: Final[Mapping[str, Column]] = {
    "chu-tri": Column(Both("Chủ trì", "Lead"), ("Mã cơ quan", "Cơ quan chủ trì"), is_usual=True),
    "phoi-hop": Column(Both("Phối hợp", "Coordinating"), ("Phối hợp",)),
    "han": Column(Both("Hạn", "Due"), ("Hạn",), is_usual=True),
    "han-van-ban": Column(Both("Hạn theo văn bản", "Due as printed"), ("Hạn theo văn bản",)),
    "trang-thai": Column(
        Both("Trạng thái", "State"), ("Trạng thái", "Cơ quan báo", "Thẩm tra"), is_usual=True
    ),
    "phan-tram": Column(Both("Tiến độ %", "Progress %"), ("Tiến độ %",)),
    "tien-do": Column(
        Both("Tiến độ hạn", "Schedule"), ("Tiến độ hạn", "Số ngày quá hạn"), is_usual=True
    ),
    "nac": Column(Both("Nấc", "Rung"), ("Nấc",)),
    "thoi-gian": Column(Both("Thời gian đã dùng", "Time used"), is_usual=True),
    "ket-luan": Column(Both("Kết luận", "Conclusion"), ("Kết luận", "Phiên")),
    "chuong-trinh": Column(Both("Chương trình", "Programmes"), ("Chương trình",)),
}
"""In the order of the table."""
USUAL: Final = frozenset(slug for slug, one in COLUMNS.items() if one.is_usual)


def columns_in(said: str) -> frozenset[str] | None:
    """The columns that `han,chu-tri` names; None when one of them is none of ours."""
    named = frozenset(one.strip() for one in said.split(",") if one.strip())
    return named if named <= COLUMNS.keys() else None


def as_said(columns: Collection[str]) -> str:
    """Such columns as an address says them, in the order of the table."""
    return ",".join(slug for slug in COLUMNS if slug in columns)


def left_out(columns: Collection[str]) -> frozenset[str]:
    """The heads (in Vietnamese) of the columns of a file that these columns do not ask for."""
    asked = {head for slug in columns for head in COLUMNS[slug].in_file}
    return frozenset(head for one in COLUMNS.values() for head in one.in_file) - asked
