"""Persons who stand for their body: "Bộ trưởng Bộ Y tế" is Bộ Y tế, "Chủ tịch UBND tỉnh An Giang" its committee."""

from typing import Final

from intake.words import phrase

# Titles before the name of a body; the title falls away.
_TITLE: Final = phrase(
    r"(?:(?:các )?đồng chí |ông |bà )?(?:các )?(?:bộ trưởng,? chủ nhiệm|bộ trưởng|thứ trưởng|thủ trưởng|chủ tịch (?:hội đồng thành viên|hội đồng quản trị|hđtv|hđqt)|chủ tịch|giám đốc|tổng giám đốc|cục trưởng|tổng cục trưởng|vụ trưởng|viện trưởng"
    r"|chánh án|trưởng ban(?= ban)|trưởng phòng(?= phòng)|chủ nhiệm|hiệu trưởng|tư lệnh|chỉ huy trưởng|chi cục trưởng|người đứng đầu|lãnh đạo|thống đốc|tổng thư ký|tổng biên tập"
    r"|bí thư(?= tỉnh ủy| thành ủy| đảng ủy| trung ương| ban)|tổng kiểm toán nhà nước(?= kiểm toán)|trưởng các|chánh thanh tra(?= thanh tra)|chánh văn phòng(?= văn phòng)|trưởng thuế(?= thuế)|hội đồng quản trị|chủ tịch hội đồng thành viên)"
    r"(?:,? (?:và )?(?:tổng giám đốc|thủ trưởng|giám đốc|chủ nhiệm|viện trưởng))?(?: của)?\s*:?\s+"
)
# Titles that contain the name of their body, with the body.
_NAMED: Final = tuple(
    (phrase(pattern), name)
    for pattern, name in (
        (
            r"(?:phó )?thống đốc(?: ngân hàng nhà nước(?: việt nam)?)?(?!\w)",
            "Ngân hàng Nhà nước Việt Nam",
        ),
        (r"(?:bộ trưởng, )?chủ nhiệm văn phòng chính phủ", "Văn phòng Chính phủ"),
        (r"tổng thanh tra chính phủ", "Thanh tra Chính phủ"),
        (r"(?:bộ trưởng, )?chủ nhiệm ủy ban dân tộc", "Ủy ban Dân tộc"),
        (r"tổng kiểm toán nhà nước", "Kiểm toán nhà nước"),
        (r"chánh án tòa án nhân dân tối cao", "Tòa án nhân dân tối cao"),
        (r"viện trưởng viện kiểm sát nhân dân tối cao", "Viện kiểm sát nhân dân tối cao"),
    )
)
# Titles whose body is the rest of the words: "Chánh Văn phòng UBND tỉnh", "Chánh Thanh tra tỉnh".
_PREFIX: Final = phrase(
    r"(?:(?:các )?(?:đồng chí |ông |bà ))?(?:chánh(?= văn phòng| thanh tra)|trưởng(?= ban | phòng | thuế | công an|ban)|giám đốc(?= công an))\s+"
)
# "Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ": every ministry and agency.
_ALL: Final = phrase(
    r"(?:các )?bộ trưởng(?:, | và )(?:các )?thủ trưởng (?:các )?cơ quan ngang bộ(?:(?:, | và )(?:các )?(?:thủ trưởng )?(?:các )?cơ quan (?:khác )?thuộc chính phủ)?"
)
ALL_MINISTRIES: Final = "các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ"


def title_end(folded: str, position: int) -> int:
    """Where the title before a body's name ends; the position itself when there is none."""
    for pattern in (_PREFIX, _TITLE):
        if found := pattern.match(folded, position):
            return found.end()
    return position


def named_person_at(folded: str, position: int) -> tuple[str, int] | None:
    """A title that says its body itself, with the body's name."""
    for pattern, name in _NAMED:
        if found := pattern.match(folded, position):
            return name, found.end()
    return None


def all_ministers_at(folded: str, position: int) -> int | None:
    """Where "Bộ trưởng, Thủ trưởng cơ quan ngang bộ, …" ends."""
    found = _ALL.match(folded, position)
    return found.end() if found else None
