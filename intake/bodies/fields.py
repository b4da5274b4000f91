"""Fields of work that departments are named after, and names written out in full.

A department of a province is a closed word list. Called by the readers of names; it knows no document.
"""

import re
from typing import Final

from intake.words import phrase, squeezed

# Fields of work of provincial departments, longest spelling first; abbreviation -> full form.
FIELDS: Final[tuple[tuple[str, str], ...]] = (
    (
        r"nông nghiệp (?:và|&) (?:phát triển nông thôn|ptnt)|nn ?& ?ptnt|nnptnt",
        "Nông nghiệp và Phát triển nông thôn",
    ),
    (r"nông nghiệp (?:và|&) môi trường|nn ?& ?mt|nnmt", "Nông nghiệp và Môi trường"),
    (r"tài nguyên (?:và|&) môi trường|tn ?& ?mt|tnmt", "Tài nguyên và Môi trường"),
    (r"thông tin (?:và|&) truyền thông|tt ?& ?tt|tttt", "Thông tin và Truyền thông"),
    (r"khoa học (?:và|&) công nghệ|kh ?& ?cn|khcn", "Khoa học và Công nghệ"),
    (r"giáo dục (?:và|&) đào tạo|gd ?& ?đt|gdđt", "Giáo dục và Đào tạo"),
    (r"kế hoạch (?:và|&) đầu tư|kh ?& ?đt|khđt", "Kế hoạch và Đầu tư"),
    (
        r"lao động ?[-,] ?thương binh (?:và|&) xã hội|lđ ?- ?tb ?& ?xh|lđtb ?& ?xh|lđtbxh",
        "Lao động - Thương binh và Xã hội",
    ),
    (
        r"văn hóa, thể thao (?:và|&) du lịch|vh, ?tt ?& ?dl|vhtt ?& ?dl|vhttdl",
        "Văn hóa, Thể thao và Du lịch",
    ),
    (r"văn hóa (?:và|&) thể thao|vh ?& ?tt|vhtt", "Văn hóa và Thể thao"),
    (r"dân tộc (?:và|&) tôn giáo|dt ?& ?tg|dttg", "Dân tộc và Tôn giáo"),
    (r"quy hoạch ?-? ?(?:và )?kiến trúc|qh ?- ?kt", "Quy hoạch - Kiến trúc"),
    (r"giao thông (?:vận tải|công chánh)|gtvt", "Giao thông vận tải"),
    (r"an toàn thực phẩm", "An toàn thực phẩm"),
    (r"công thương", "Công Thương"),
    (r"tài chính", "Tài chính"),
    (r"xây dựng", "Xây dựng"),
    (r"tư pháp", "Tư pháp"),
    (r"nội vụ", "Nội vụ"),
    (r"ngoại vụ", "Ngoại vụ"),
    (r"du lịch", "Du lịch"),
    (r"y tế", "Y tế"),
)
_FIELDS: Final = tuple((phrase(rf"(?:{pattern})\b"), name) for pattern, name in FIELDS)
_WHERE: Final = phrase(
    r" (?:các|của các) (?:tỉnh|địa phương)(?:(?:,| và) thành phố)?(?: trực thuộc (?:trung ương|tw))?"
    r"| (?:tỉnh|thành phố)(?= (?:chủ trì|phối hợp|có|chịu|tham|khẩn|tiếp|rà|tổ chức|hướng|theo|thực)|[,;.:)])"
)
_DEPARTMENT: Final = phrase(r"sở (?=\w)")

# Abbreviations inside names, written out.
_SHORT: Final = tuple(
    (re.compile(rf"(?<![\w&]){short}(?![\w&])"), full)
    for short, full in (
        (r"NN ?& ?PTNT|NNPTNT", "Nông nghiệp và Phát triển nông thôn"), (r"NN ?& ?MT|NNMT", "Nông nghiệp và Môi trường"), (r"TN ?& ?MT|TNMT", "Tài nguyên và Môi trường"),
        (r"TT ?& ?TT|TTTT", "Thông tin và Truyền thông"), (r"KH ?& ?CN|KHCN", "Khoa học và Công nghệ"), (r"GD ?& ?ĐT|GDĐT", "Giáo dục và Đào tạo"), (r"KH ?& ?ĐT|KHĐT", "Kế hoạch và Đầu tư"),
        (r"VH ?, ?TT ?& ?DL|VHTT ?& ?DL|VHTTDL", "Văn hóa, Thể thao và Du lịch"), (r"GTVT", "Giao thông vận tải"), (r"CNTT", "Công nghệ thông tin"), (r"BHXH", "Bảo hiểm xã hội"), (r"MTTQ", "Mặt trận Tổ quốc"),
    )
)  # fmt: skip
# Head words that retyping and scans lose a mark of.
_HEAD_OF: Final = {"Bô": "ộ", "Vu": "ụ", "Cuc": "ục", "Sơ": "ở"}
_RETYPED: Final = re.compile(r"\b(?:Bô|Vu|Cuc|Sơ)(?= [A-ZĐ])")


def department_at(folded: str, position: int) -> tuple[str, int] | None:
    """ "Sở Y tế", "Sở NN&MT các tỉnh": the name written out, and where it ends."""
    head = _DEPARTMENT.match(folded, position)
    if head is None:
        return None
    field = field_at(folded, head.end())
    if field is None:
        return None
    name, end = f"Sở {field[0]}", field[1]
    return name, end


def field_at(folded: str, position: int) -> tuple[str, int] | None:
    """The field of work that begins here, written out; "các Sở: Y tế, Nội vụ" lists them bare."""
    for pattern, name in _FIELDS:
        if found := pattern.match(folded, position):
            return name, found.end()
    return None


def where_at(folded: str, position: int) -> int:
    """Where "các tỉnh", "các tỉnh, thành phố" after a department's name ends."""
    found = _WHERE.match(folded, position)
    return found.end() if found else position


def written_out(name: str) -> str:
    """A printed name on one line with "UBND" and "HĐND" in full."""
    name = squeezed(name)
    name = re.sub(r"\bUBND\b", "Ủy ban nhân dân", name)
    name = re.sub(r"\bHĐND\b", "Hội đồng nhân dân", name)
    for short, full in _SHORT:
        name = short.sub(full, name)
    return _RETYPED.sub(
        lambda found: found[0][0] + _HEAD_OF[found[0]], name.replace("Uỷ ban", "Ủy ban")
    )
