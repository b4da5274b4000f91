"""Groups of bodies: "các bộ, ngành, địa phương", "Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương".

A group is a plural of general nouns with what limits it. It is kept as printed; who belongs to it on
the day of issue is for the agency table to say.
"""

import re
from typing import Final

from intake.words import phrase

NOUNS: Final = (
    r"cơ quan thông tấn(?:,| và)? báo chí|cơ quan thông tin(?:,? (?:đại chúng|tuyên truyền|báo chí|truyền thông))*|cơ quan báo chí|cơ quan truyền thông|báo, đài|cơ quan ngang bộ|cơ quan thuộc chính phủ|cơ quan trung ương|cơ quan chuyên môn|cơ quan chức năng|cơ quan nhà nước|cơ quan (?:thuế|hải quan|công an|bảo hiểm xã hội)|cơ quan"
    r"|bộ(?! trưởng)|ngành hàng|ngành|ban ngành|ban đảng|ban|sở|đơn vị|địa phương|đoàn thể nhân dân|đoàn thể|tổ chức chính trị ?- ?xã hội|tổ chức xã hội|tổ chức tín dụng|tổ chức"
    r"|doanh nghiệp|hợp tác xã|tập đoàn|tổng công ty|công ty|hiệp hội|hội|cấp|tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu"
    r"|ủy ban nhân dân|ubnd|hđnd|hội đồng nhân dân|chính quyền địa phương|chính quyền|chủ đầu tư|chủ rừng|chủ tàu|chủ hồ|chủ đập|chủ phương tiện|nhà đầu tư|nhà thầu|trường học|cơ sở giáo dục|cơ sở y tế|thôn|bản(?! đồ| án| sao| tin)|tổ dân phố|khu phố|khu dân cư|làng|ấp|buôn|ngân hàng thương mại|ngân hàng|nhà máy|cảng vụ|trạm y tế|hãng hàng không|trường|bệnh viện|cá nhân|thương nhân|thương lái|hộ gia đình|người dân|vụ(?! (?:việc|án|cháy|nổ|tai|ngộ|vi phạm|mùa|xuân|đông|hè|thu|lúa|xâm|lừa|va|sạt))|cục|tổng cục|viện"
    r"|thành viên|ủy viên (?:ubnd|ủy ban nhân dân)(?: (?:tỉnh|thành phố|xã|phường))?|cấp ủy|tỉnh ủy|thành ủy|đảng ủy|phòng|khu|lực lượng|tổ công tác|đoàn (?:công tác|kiểm tra|thanh tra|giám sát)|cơ sở|ban quản lý|nhà trường|trung tâm|chi cục|chuyên gia|nhà khoa học|hội đồng|tổ|mặt trận tổ quốc|cụm"
)
_NOUN: Final = phrase(rf"(?:{NOUNS})\b")
_PLURAL: Final = phrase(
    r"(?:tất cả |toàn thể )?(?:các|những|mọi|một số)(?: thủ trưởng| lãnh đạo| giám đốc| trưởng| đồng chí)?(?: các)?\s+"
)
# General nouns that mean a group without "các".
_BARE: Final = phrase(
    r"(?:(?:ủy ban nhân dân|ubnd|hđnd|hội đồng nhân dân|chính quyền|mttq|mặt trận tổ quốc|công an|ban chỉ đạo|ban chỉ huy)(?: và (?:ủy ban nhân dân|ubnd))? (?:các|cấp|cơ sở|địa phương)\b"
    r"|(?:ủy ban nhân dân|ubnd) (?:(?:xã|phường|huyện|quận|thị xã|thị trấn)(?:,| và) (?:xã|phường|huyện|quận|thị xã|thị trấn|đặc khu|thành phố)|tỉnh(?:,| và) thành phố)\b"
    r"|(?:sở|bộ|ban),? (?:ban|ngành)\b|(?:cơ quan|đơn vị|tổ chức|địa phương|cá nhân|bộ|ngành)(?:(?:,| và) (?:cơ quan|đơn vị|tổ chức|địa phương|cá nhân|ngành))* (?:có )?liên quan"
    r"|cơ quan (?:thuế|hải quan|công an|bảo hiểm xã hội|báo chí)\b(?! (?:tỉnh|thành phố))|cơ quan ngang bộ|cơ quan thuộc chính phủ|cơ quan chuyên môn|chủ (?:đầu tư|rừng|tàu|hồ|đập|phương tiện)|nhà thầu|nhà đầu tư|chính quyền địa phương|địa phương|bộ, ngành|thành viên|cấp ủy|sở,|(?:cơ quan|đơn vị)(?: được)? (?:chủ trì|đầu mối|thường trực|chủ quản)|(?:cơ quan|đơn vị), (?:đơn vị|địa phương|tổ chức)|lực lượng (?:chức năng|công an|quân đội|quân sự|vũ trang|biên phòng|bộ đội|dân quân|kiểm lâm|quản lý thị trường|cảnh sát|hải quan))"
)
_LIMIT: Final = phrase(
    r" (?:"
    r"(?:có )?liên quan(?: khác)?|khác|nghề nghiệp|ngành (?:hàng|nghề)|truyền thông|quốc tế|nghiên cứu|kỹ thuật|khoa học|sản xuất|kinh doanh|vận tải|tư vấn|y tế|giáo dục|đào tạo|xây dựng(?= (?:có )?liên quan)|(?:trực )?thuộc(?: và trực thuộc)?(?: (?:bộ(?! \w+ (?:và|&) )|trung ương|tw|tỉnh|thành phố|chính phủ|sở|(?:ubnd|ủy ban nhân dân)(?: (?:tỉnh|thành phố|cấp tỉnh|cấp huyện|cấp xã))?|phạm vi quản lý|thẩm quyền quản lý|quyền quản lý|đảng ủy)(?! nhân dân)(?! [A-ZĐ]))"
    r"|(?:đóng (?:chân )?)?trên địa bàn(?: (?:toàn )?(?:tỉnh|thành phố|cả nước|xã|phường|huyện|đặc khu|quản lý))?|trong (?:cả nước|toàn quốc|toàn tỉnh|tỉnh|ngành|toàn ngành|hệ thống)|(?:ở )?trung ương|(?:của|ở) (?:tỉnh|thành phố|bộ|trung ương|địa phương|thủ tướng(?: chính phủ)?|chính phủ)"
    r"|quản lý(?: chuyên)? ngành,? lĩnh vực|quản lý(?: nhà nước)? (?:về )?(?:chuyên ngành|lĩnh vực)|chuyên ngành|chức năng|chuyên môn|chính trị ?- ?xã hội"
    r"|rừng (?:phòng hộ|đặc dụng|sản xuất)(?:(?:,| và) (?:rừng )?(?:phòng hộ|đặc dụng))*|ven biển|công an(?:,? (?:và )?quân đội)?|quân đội(?:,? (?:và )?công an)?|quân sự|vũ trang|(?:bộ đội )?biên phòng|dân quân(?: tự vệ)?|kiểm lâm|quản lý thị trường|cảnh sát (?:giao thông|biển|cơ động)|hải quan|vệ sinh dịch tễ|quản lý dự án|có rừng|có biển|có đê|(?:nơi )?có (?!trách nhiệm|nhiệm vụ|liên quan|ý kiến|văn bản|báo cáo|giải pháp|kế hoạch|biện pháp|phương án|hình thức|thẩm quyền)(?:(?!\b(?:chủ trì|phối hợp|khẩn trương|rà soát)\b)[\w-]+ ){0,5}[\w-]+(?= (?:chủ trì|phối hợp|khẩn trương|rà soát|tổ chức|tiếp tục|chỉ đạo|thực hiện|triển khai|tăng cường|chủ động|báo cáo|hoàn thành|điều phối|xây dựng|thường xuyên|nghiêm túc|đẩy mạnh|tập trung|nghiên cứu)\b|\s*[,;.:)]|\s*$)|thành viên|đại học(?:, cao đẳng)?(?:(?:,| và) trung cấp)?|cao đẳng|trung học phổ thông|mầm non|phổ thông|vùng [\w-]+(?: [\w-]+){0,4}|cấp (?:tỉnh|xã|huyện|cơ sở|trên)|các cấp|nhà nước|trọng điểm|tham gia(?: (?:vào )?(?:đề án|chương trình|dự án|kế hoạch|phong trào|cuộc vận động|mô hình))?|nêu trên|nói trên|trên|này|còn lại"
    r"|(?:tỉnh|thành phố|cấp|toàn tỉnh)(?= (?:chủ|phối|có|chịu|khẩn|tiếp|rà|tổ chức|hướng|theo|thực|căn|tham|tăng|đẩy|triển|xây|báo|tập|nghiêm|kịp|thường|quán|chỉ|bố|cung|đề|nghiên|cập|và|xem|quan)\b|\s*[,;.:)/|]|\s*$)"
    r"|được (?:giao|phân công|nêu|chỉ định|đề xuất)(?: (?!có trách nhiệm|chịu trách nhiệm|chủ động|căn cứ|khẩn|định kỳ|tổ chức|báo cáo|phải|nghiêm)[\w-]+,?){0,14}?(?: này\b|(?= (?:có trách nhiệm|chịu trách nhiệm|chủ động|căn cứ|khẩn trương|định kỳ|tổ chức|báo cáo|phải|nghiêm túc)))"
    r"|trực thuộc(?= \w+ )|trực thuộc$|ủy ban(?: quốc gia)?(?: về chuyển đổi số)?|ban chỉ đạo|(?:quốc gia )?về chuyển đổi số"
    r"|bị ảnh hưởng(?: bởi [\w ]{0,30}?)?(?= (?:chủ|phối|khẩn|tiếp|rà|tổ|tập)|\s*[,;.:])|có (?:chức năng|dự án|đường \w+ \w+|địa bàn)(?: đi qua)?"
    r")"
)
# "cơ quan thủy sản địa phương"
_OF_A_FIELD: Final = phrase(
    r"cơ quan (?!liên quan|có )(?:[^\W\d_]+ ){1,3}(?:địa phương|các cấp|cấp (?:tỉnh|xã|huyện))\b"
)
# A role and no name: "cơ quan Thường trực Ban Chỉ đạo".
_STANDING: Final = phrase(
    r"(?:cơ quan|đơn vị|bộ phận) (?:thường trực|đầu mối)(?:(?: của)? (?:ban chỉ đạo|ủy ban|hội đồng))?\b"
)


def is_role(folded: str, position: int) -> bool:
    """Whether a role is named instead of the body that has it; nobody can be sure of it."""
    return bool(_STANDING.match(folded, position))


# One kind of body of each of a plural: "Thanh tra các bộ, ngành, địa phương".
_KIND_OF: Final = phrase(
    r"(?:thanh tra|văn phòng|công an|thuế|hải quan|kho bạc nhà nước|bảo hiểm xã hội|thống kê|thi hành án dân sự|bộ chỉ huy quân sự|bộ chỉ huy bộ đội biên phòng|liên đoàn lao động|điện lực|cơ quan (?:thuế|thanh tra|báo chí)|tòa án nhân dân|viện kiểm sát nhân dân|ban điều hành|ban nhân dân|ban quản lý|ban công tác mặt trận|trưởng ban điều hành|tổ trưởng|ban chỉ đạo|ban chỉ huy [\w, ]{3,60}?) các "
)
# Limits that do not close a group: "các cơ quan trung ương và địa phương".
_WIDE: Final = phrase(r"(?:ở )?trung ương|tỉnh|thành phố|nhà nước|chuyên môn|chức năng|quản lý")
_JOIN: Final = phrase(r"(?:\s*,\s*|\s*;\s*|\s+và\s+|\s*/\s*|\s+)(?:các |những )?")
# Committees of the people are a group of their own: "các sở, ngành" and "UBND các xã, phường" are two.
_COMMITTEE: Final = phrase(r"ủy ban nhân dân|ubnd|hđnd|hội đồng nhân dân|chính quyền|cấp ủy")
# Those who own or build are no part of a group of offices: "các địa phương và chủ đầu tư" are two.
_OWNER: Final = phrase(r"chủ (?:đầu tư|rừng|tàu|hồ|đập|phương tiện)|nhà (?:đầu tư|thầu)")
_WITH_FIELD: Final = phrase(
    r"(?:doanh nghiệp|tổ chức|cơ sở|hiệp hội|hội|trường|ngân hàng|công ty|tập đoàn|tổng công ty|nhà máy|lực lượng|đơn vị|cơ quan|sản xuất|kinh doanh)$"
)
_PLACE: Final = phrase(
    r"tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu|cấp|ủy ban nhân dân|ubnd"
)
# Nouns that stand beside each other without a mark: "các bộ, ngành địa phương".
# "các TTGDTX huyện, thị xã": nouns printed by their first letters.
_SHORT_NOUN: Final = re.compile(r"(?:TT|TTYT|TTGD|THPT|THCS|BQL|QLDA|KCN|CCN)[A-ZĐ]*\b")
_TOUCHING: Final = phrase(
    r"ban|ngành|địa phương|tỉnh|thành phố|xã|phường|huyện|quận|thị xã|thị trấn|đặc khu|thôn|cấp|đơn vị|cơ quan|ủy ban nhân dân|ubnd|mặt trận tổ quốc|phòng|hội|đoàn thể"
)
_OWN_NAME: Final = phrase(
    r"(?:bộ|sở|ban|cục|vụ|viện|hội|ủy ban|tổ chức|công ty|tập đoàn|tổng công ty|trường|trung tâm|phòng|tỉnh|thành phố|xã|phường|huyện|đặc khu|hội đồng|ủy ban nhân dân|ubnd|hđnd|khu|chi cục|tỉnh ủy|thành ủy|bệnh viện|ban quản lý|cơ quan|tổng cục|đảng ủy|chính quyền|hiệp hội) (?=(\w))"
)


def group_at(text: str, folded: str, position: int) -> int | None:
    """Where the group that begins here ends, or None; after a limit ("liên quan", "có rừng") a new group begins."""
    if alone := _OF_A_FIELD.match(folded, position) or _STANDING.match(folded, position):
        return alone.end()
    plural = _PLURAL.match(folded, position)
    if plural is None:
        kind = _KIND_OF.match(folded, position)
        if kind is None and _BARE.match(folded, position) is None:
            return None
        cursor = kind.end() if kind else position
    else:
        cursor = plural.end()
    noun = _NOUN.match(folded, cursor) or (_SHORT_NOUN.match(text, cursor) if plural else None)
    if noun is None or _is_own_name(text, folded, cursor):
        return None
    cursor = noun.end()
    is_limited = False
    while True:
        limit = _LIMIT.match(folded, cursor)
        if limit and not (
            limit[0].strip() in {"tỉnh", "thành phố"} and _is_place(text, folded, limit.end())
        ):
            cursor = limit.end()
            is_limited = is_limited or not _WIDE.fullmatch(limit[0].strip())
            continue
        further = None if is_limited else _further_noun(text, folded, cursor, noun[0])
        if further is None:
            return cursor
        cursor = further


def takes_a_field(folded: str, position: int, end: int) -> bool:
    """Whether a field of work may follow the group's last noun: "các doanh nghiệp viễn thông"."""
    return bool(_WITH_FIELD.search(folded, position, end))


def _further_noun(text: str, folded: str, cursor: int, first: str) -> int | None:
    """The end of the next noun of the same plural: "các bộ, ngành, địa phương"."""
    join = _JOIN.match(folded, cursor)
    if join is None or ";" in join[0]:
        return None
    noun = _NOUN.match(folded, join.end())
    if noun is None or _is_own_name(text, folded, join.end()):
        return None
    is_touching = join[0].strip() in {"", "các"}
    if is_touching and not _TOUCHING.fullmatch(noun[0]):
        return None
    if bool(_OWNER.fullmatch(first)) != bool(_OWNER.fullmatch(noun[0])):
        return None
    if _COMMITTEE.fullmatch(first):
        return noun.end() if _PLACE.fullmatch(noun[0]) else None
    return None if _COMMITTEE.fullmatch(noun[0]) else noun.end()


def _is_own_name(text: str, folded: str, position: int) -> bool:
    """ "Bộ Y tế" is one body, not the noun "bộ" of a list."""
    named = _OWN_NAME.match(folded, position)
    if named is None:
        return False
    after = text[named.start(1)]
    return after.isupper() and text[position].isupper()


def _is_place(text: str, folded: str, position: int) -> bool:
    after = folded[position : position + 1] == " " and text[position + 1 : position + 2]
    return bool(after) and str(after).isupper()
