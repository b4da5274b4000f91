"""Bodies that no table lists but their names show: Cục, Vụ, UBND xã, Công an tỉnh …

The head word is known and the name runs to the next mark or role verb. Such a name stays as printed,
with its known abbreviations written out.
"""

import re
from typing import Final

from intake.actions import VERBS
from intake.bodies.fields import department_at, field_at
from intake.bodies.groups import NOUNS
from intake.words import phrase

# Head words of units whose names are open; the word after them is a capital unless noted in _LOCAL.
_HEADS: Final = phrase(
    r"(?:tổng cục|cục|cuc|vụ|vu|viện|chi cục|trung tâm|phòng|ban|văn phòng|thanh tra|trường|học viện|đại học|báo|thời báo|tạp chí"
    r"|đài|tập đoàn|tổng công ty|công ty|ngân hàng|hội|hiệp hội|liên đoàn|liên minh|liên hiệp|quỹ|kho bạc|thuế|hải quan"
    r"|bảo hiểm|công an|bộ chỉ huy|bộ tư lệnh|bộ tổng|quân khu|quân chủng|mặt trận|ủy ban|ubmttq|mttq|đoàn|tỉnh đoàn|thành đoàn|huyện đoàn|thị đoàn|quận đoàn|xã đoàn|phường đoàn|hội đồng"
    r"|tổ công tác|tòa án|viện kiểm sát|đảng ủy|đảng bộ|tỉnh ủy|thành ủy|hđnd|ubnd|cảng vụ|chi nhánh|thống kê|nhà xuất bản"
    r"|bệnh viện|trạm|đồn|hạt|đội|vườn quốc gia|vườn|khu bảo tồn|khu|điện lực|bưu điện|viễn thông|tổng hội|sở giao dịch|kiểm toán|bộ đội|đặc khu|tiểu ban|tổ đề án)\b"
)
# Units whose head is the whole name in a list: "Thanh tra, Văn phòng, các Vụ".
_ALONE: Final = phrase(
    r"(?:thanh tra|văn phòng)(?=\s*(?:[,;:.)]|$| và (?:các )?(?:cục|vụ|viện|văn phòng|thanh tra)))"
)
_TASK_FORCE: Final = phrase(
    r"(?:tổ|nhóm) (?:công tác|giúp việc)(?: (?:triển khai|thực hiện))? đề án \d+(?: (?:của )?(?:chính phủ|tỉnh|thành phố|bộ|xã|phường))?\b"
)
_MEDIA: Final = phrase(
    r"(?:báo(?: và|,) )?(?:đài )?phát thanh(?:,| và| -)? truyền hình(?: (?:tỉnh|thành phố))?"
)
_NUMBERED: Final = phrase(r"(?:quân khu|quân đoàn|binh đoàn) \d{1,2}\b")
_YOUTH: Final = phrase(r"(?:tỉnh|thành|huyện|thị|quận|xã|phường) đoàn\b")
# Heads after which the name goes on in small letters: "Ủy ban nhân dân xã", "Công an xã".
_LOWER: Final = phrase(
    r"ubnd|ủy ban|hđnd|hội đồng|công an|tòa án|viện kiểm sát|kho bạc|bảo hiểm|điện lực|mặt trận|đảng ủy|liên đoàn|bộ đội|ngân hàng|văn phòng|mttq|ubmttq|tiểu ban|tổ công tác|vườn quốc gia|khu bảo tồn"
)
# Associations in small letters: "Hội doanh nghiệp nhỏ và vừa", but no "Hội nghị".
_ASSOCIATION: Final = phrase(
    r"(?:hội|hiệp hội|liên hiệp hội) (?:doanh|nông|phụ|cựu|người|luật|chữ|khuyến|nhà|văn|liên|sinh|bảo|nghề|cây|khoa)\b"
)
# Kinds of units whose names begin in small letters after the head: "Ban quản lý dự án …", "Công ty cổ phần …".
_SMALL_KIND: Final = phrase(
    r"(?:ban (?:quản lý(?: (?:các )?(?:dự án|khu|rừng))?|chỉ huy|chỉ đạo|điều hành|tổ chức|giải phóng|bồi thường)|trung tâm (?:phát triển|xúc tiến|kiểm soát|phục vụ|dịch vụ|nước sạch|điều hành|y tế|văn hóa|thông tin|khuyến nông|quan trắc|giám sát|hỗ trợ|công nghệ|lưu trữ|bảo trợ|quản lý)"
    r"|công ty (?:cổ phần|tnhh(?: mtv)?|trách nhiệm hữu hạn(?: một thành viên)?)|ngân hàng (?:thương mại|tmcp|hợp tác)|quỹ (?:bảo vệ|đầu tư|phát triển|bảo lãnh|tín dụng)|trường (?:đại học|cao đẳng|trung cấp|trung học|chính trị)"
    r"|bệnh viện (?:đa khoa|y học|phụ sản|sản nhi|tâm thần|mắt|phổi)|chi cục (?:kiểm lâm|thủy lợi|thủy sản|quản lý|bảo vệ|chăn nuôi|trồng trọt|phát triển|dân số|an toàn|biển|tiêu chuẩn|đăng kiểm)|hạt (?:kiểm lâm|quản lý)|đội (?:quản lý|kiểm tra|cảnh sát)|đoàn (?:luật sư|kiểm tra|thanh tra|công tác)|liên đoàn (?:lao động|luật sư)|viện (?:quy hoạch|nghiên cứu|kiểm nghiệm)|trạm (?:y tế|khuyến nông|thú y|bảo vệ)|nhà máy (?:thủy điện|nhiệt điện|nước)|trường (?:tiểu học|mầm non|thpt|thcs))\b"
)
# A name is over behind a place, unless one of these words goes on with it.
_PLACE_LAST: Final = phrase(
    r"(?:\btỉnh|\bthành phố|\bhuyện|\bphường|\bquận|\bviệt nam|\btrung ương)$"
)
_AFTER_PLACE: Final = phrase(
    r"(?:về|và|trực thuộc|thuộc|khu vực|chi nhánh|số|của|các|tại|ở|trong|ủy|đoàn|hội|phòng|trên|khóa)\b"
)
# Names whose next word is small, with where they end.
_LOCAL: Final = phrase(
    r"(?:công an|thanh tra|thuế|hải quan|kho bạc nhà nước|bảo hiểm xã hội|bhxh|thống kê|văn phòng (?:(?:hđnd|hội đồng nhân dân) và )?(?:ubnd|ủy ban nhân dân)|văn phòng hđnd"
    r"|văn phòng đoàn đbqh và hđnd|văn phòng đoàn đại biểu quốc hội và hội đồng nhân dân|bộ chỉ huy quân sự|bộ chỉ huy bộ đội biên phòng|bộ chqs"
    r"|ban chỉ huy bộ đội biên phòng|ban chỉ huy quân sự|đài phát thanh(?: và|,) truyền hình|báo và đài phát thanh(?: và|,) truyền hình"
    r"|ủy ban (?:mặt trận tổ quốc|mttq)(?: việt nam)?|mặt trận tổ quốc(?: việt nam)?|mttq(?: việt nam)?|ubmttq(?: việt nam)?|hội đồng nhân dân|hđnd|đoàn thanh niên|hội nông dân"
    r"|hội liên hiệp phụ nữ|hội cựu chiến binh|liên đoàn lao động|liên minh hợp tác xã|ban dân tộc|ban quản lý (?:các )?khu (?:kinh tế|công nghiệp|công nghệ cao|chế xuất)(?:,? (?:và )?(?:các )?khu (?:công nghiệp|chế xuất|kinh tế|công nghệ cao))*"
    r"|tòa án nhân dân|viện kiểm sát nhân dân|ban tuyên giáo(?: và dân vận)?|ban tổ chức|văn phòng|kiểm lâm|chi cục kiểm lâm|thi hành án dân sự|cục thi hành án dân sự|cục thuế|cục thống kê|cục hải quan"
    r"|bưu điện|viễn thông|điện lực|ngân hàng nhà nước(?: việt nam)?(?: chi nhánh)?|trường chính trị|hội luật gia|hội khuyến học|hội chữ thập đỏ|hội nhà báo|hội văn học nghệ thuật|hội người cao tuổi"
    r"|liên hiệp các hội khoa học và kỹ thuật|liên hiệp các tổ chức hữu nghị|hiệp hội doanh nghiệp|trung tâm phục vụ hành chính công|trung tâm xúc tiến đầu tư|trung tâm khuyến nông|quỹ đầu tư phát triển|quỹ bảo vệ môi trường|cổng thông tin điện tử|báo và (?:đài )?phát thanh(?:,| và| -) ?truyền hình)"
    r"(?: thành phố| tỉnh ủy| tỉnh| thành ủy| xã| phường| huyện| bộ| khu vực \w+| cấp tỉnh| cấp xã| các cấp| các xã, phường| trung ương)\b"
)
_PLACE: Final = re.compile(r"\s+(?:(?:tỉnh|thành phố|tp\.?)\s+)?")
# The first words of what a body does; small letters only, since "Vụ Tổ chức cán bộ" is a name.
ROLE_WORDS: Final = (
    r"chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|khẩn trương|tiếp tục|thực hiện|tổ chức|rà soát|hướng dẫn|theo dõi|tham mưu"
    r"|căn cứ|chủ động|thường xuyên|kịp thời|tăng cường|đẩy mạnh|chỉ đạo|báo cáo|tổng hợp|đôn đốc|bố trí|cung cấp|đề xuất"
    r"|trình|ban hành|triển khai|bảo đảm|đảm bảo|là|có|sớm|tập trung|cân đối|thẩm định|cập nhật|công bố|nghiên cứu|khảo sát"
    r"|đề nghị|yêu cầu|xem xét|hoàn thiện|hoàn thành|lập|quán triệt|phổ biến|tuyên truyền|vận động|làm|gửi|theo|trên cơ sở"
    r"|đã|đang|được|nhận(?! dạng| diện| thức)|do|kết luận|chỉ thị|nhấn mạnh|ghi nhận|biểu dương|phê bình|trực ban|túc trực|ứng trực|khen ngợi|nêu rõ|cho ý kiến|việc|thống nhất|trong(?! nước)|trước|và|hoặc|với|để|tại|thông báo|cử|huy động|giao(?! thông| dịch| tiếp| thương| lưu| ban)|phân công|định kỳ|(?:hằng|hàng)(?= (?:ngày|tuần|tháng|quý|năm|giờ))|hỗ trợ"
    r"|xây dựng|kiểm tra|xử lý|giải quyết|quản lý|phát huy|nâng cao|lồng ghép|phát động|khai thác|duy trì|chuẩn bị|nghiêm túc|nhanh chóng|tích cực"
    r"|tham gia|đăng tải|phản ánh|xác định|đánh giá|tiếp nhận|ưu tiên|khuyến khích|mở|in|viết|sử dụng|thành lập|kiện toàn|củng cố|tạo|đưa|thúc đẩy|chấp hành|không|phải|cần|sẽ|chưa|còn|nhất|trực tiếp|chú trọng|quan tâm|phân bổ|phân tích|giúp|ký|rút|soạn|tiến hành|bám sát|lựa chọn"
)
# Verbs that units also have in their names end one only after the fixed role words above.
_IN_NAMES: Final = frozenset(
    [
        "phòng, chống",
        "phát triển",
        "đào tạo",
        "bảo vệ",
        "hợp tác",
        "truyền thông",
        "chuyển đổi",
        "thống kê",
        "thông tin",
        "đăng ký",
        "dự báo",
        "cảnh báo",
        "kiểm soát",
        "điều tra",
        "thiết kế",
        "bồi dưỡng",
        "xúc tiến",
        "dự trữ",
        "lưu trữ",
        "giám sát",
        "đầu tư",
        "ứng dụng",
        "cấp",
        "thu",
        "chi",
        "phòng",
        "chống",
        "trồng",
        "bảo quản",
        "ký",
        "in ấn",
        "gắn",
        "tiếp",
        "giữ",
        "nắm",
        "mời",
        "lấy",
        "nộp",
        "tăng",
        "giảm",
        "tìm",
        "xem",
        "nhập",
        "xuất",
        "vay",
        "trực",
        "tránh",
        "dừng",
        "rà",
        "tháo",
        "xóa",
        "hợp tác",
        "thanh tra",
        "thi công",
        "cải cách",
        "đo đạc",
        "số hóa",
        "tư vấn",
        "tiếp thu",
        "đăng",
        "mua sắm",
        "biên soạn",
        "khen thưởng",
        "công bố",
        "phòng chống",
        "tìm kiếm",
        "cứu nạn",
        "cứu trợ",
        "khám",
        "tiêm",
        "đo",
        "giám định",
        "xét nghiệm",
        "quan trắc",
        "bảo trì",
        "miễn",
        "rút",
        "thuê",
        "khoan",
    ]
)
ROLE: Final = phrase(
    rf"(?:{ROLE_WORDS}|{'|'.join(verb for verb in VERBS.split('|') if verb not in _IN_NAMES)})\b"
)
# The same verbs are verbs when an object follows: "… giám sát việc thực hiện".
_VERB_HERE: Final = phrase(
    rf"thanh tra, kiểm tra|(?:{'|'.join(sorted(_IN_NAMES))}) (?:việc|công tác|tình hình|các|những|nội dung|kết quả|toàn|đồng bộ|hiệu quả|chặt chẽ|thường|kịp|đầy đủ|tốt|số lượng|danh sách|nhu cầu|tham gia|số liệu|thông tin|cho|về|đến|với|theo(?! dõi))\b|(?:tăng|giảm)(?! (?:trưởng|nghèo|phát)\b) \w"
)
_VERB_INSIDE: Final = phrase(
    rf"(?:{'|'.join(sorted(verb for verb in _IN_NAMES if ' ' in verb))})\b"
)
# No name has these words, whatever stands before them: "Trưởng Ban Chỉ đạo đã …".
_NEVER_INSIDE: Final = phrase(
    r"(?:đã|đang|được|phải|cần|sẽ|chưa|còn|chủ trì|có trách nhiệm|chịu trách nhiệm|khẩn trương|tiếp tục|đề nghị|yêu cầu|nhấn mạnh)\b"
)
# After these a role word is still part of the name: "Cục Quản lý xây dựng công trình".
_INSIDE: Final = phrase(
    r"(?:quản lý|đầu tư|nghiên cứu|hỗ trợ|kiểm tra|giám sát|phát triển|chỉ đạo|quy hoạch|điều hành|thẩm định|kinh tế|ban) $"
)
# Words that are a verb alone and a noun together.
COMPOUNDS: Final = (
    ("cán bộ", "quản lý"),
    ("dịch vụ", "tổng hợp"),
    ("kinh tế", "tổng hợp"),
    ("an toàn", "giao"),
    ("công nghệ", "thông tin"),
    ("chữa", "cháy"),
    ("tiết kiệm", "năng"),
    ("đầu tư", "xây dựng"),
    ("chất lượng", "xây dựng"),
    ("công trình", "xây dựng"),
    ("quản lý", "đầu tư"),
    ("thi đua", "khen thưởng"),
    ("công", "trình"),
    ("cảnh sát", "giao"),
    ("hàng", "không"),
    ("phòng", "không"),
    ("sáng", "tạo"),
    ("tái", "tạo"),
    ("chế", "tạo"),
    ("cải", "tạo"),
    ("đào", "tạo"),
    ("việc", "làm"),
    ("hành chính", "tổng hợp"),
    ("kế hoạch", "tổng hợp"),
    ("tư vấn và", "hỗ trợ"),
    ("quy", "trình"),
    ("chương", "trình"),
    ("lộ", "trình"),
    ("thường", "trực"),
    ("công", "lập"),
    ("thành", "lập"),
)
_MARK: Final = re.compile(r"[,;:.()\n|/\"]|\s-\s|$")
# "phòng, chống" is one word with a comma in it.
_NAME_WORD: Final = re.compile(r"[\w&]+")
_GAP: Final = re.compile(
    r"(?<=phòng), (?=chống)|(?<=khám), (?=chữa)|(?<=thi đua), (?=khen thưởng)|(?<=cháy), (?=chữa)|(?<=văn hóa), (?=thể thao)|(?<=kiểm tra), (?=giám sát)|(?<=quản lý), (?=giám sát)|(?<=thuế), (?=phí)|(?<=học sinh), (?=sinh viên)|(?<=kế toán), (?=kiểm toán)|(?<=cứu nạn), (?=cứu hộ)|(?<=tham nhũng), (?=lãng phí|tiêu cực)|(?<=lãng phí), (?=tiêu cực)| (?:- )?| - "
)
_FIRM: Final = phrase(
    r"\s*(?:$|[,;:.()\n|/]|(?:và|hoặc|chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|khẩn trương|tiếp tục|tham mưu|theo dõi|hướng dẫn|chủ động|căn cứ|chỉ đạo|rà soát|bố trí|làm đầu mối|là đầu mối|thường xuyên|kịp thời|tăng cường|đẩy mạnh|báo cáo|tổng hợp|đôn đốc|cung cấp|đề xuất|trình|ban hành|triển khai|thực hiện|bảo đảm|đảm bảo|tập trung|theo|trên cơ sở)\b)"
)
GENERAL: Final = phrase(rf"(?:{NOUNS}|lực lượng|hộ|người|nhân dân|sự|việc)\b")
_THEN_ROLE: Final = phrase(
    r"(?:[^\W\d_]+ ){1,5}(?:\([\w ]+\) )?(?:chủ trì|phối hợp|có trách nhiệm|khẩn trương|tiếp tục|lập|rà soát|tham mưu|xây dựng|hướng dẫn|theo dõi|tăng cường)\b"
)
# Fields that are bodies only with more words behind them: "Cục Thông tin, Thống kê".
_NO_BODY: Final = phrase(
    r"(?:thống kê|bảo hiểm|kiểm toán|viễn thông|thuế)(?= ?(?:[,;:|)]|$)| (?:chủ trì|phối hợp)\b)"
)
# "… doanh nghiệp nhỏ và vừa", "… trẻ em và trẻ mồ côi"
# "Cục Tiền lương và Bảo hiểm xã hội": as a body of its own it says whose.
_INSURANCE: Final = phrase(r"bảo hiểm xã hội(?! (?:việt nam|tỉnh|thành phố|khu vực|các|cơ sở|bộ))")
# "… Việt Nam và Tỉnh đẩy nhanh": the document's own place at the end of a list.
_HOME: Final = phrase(rf"(?:tỉnh|thành phố) (?=(?:{ROLE_WORDS}|{VERBS})\b)")
# "Cục Quản lý đê điều và Phòng, chống thiên tai"
_AGAINST: Final = phrase(r"phòng,? chống\b")
_SMALL_AND: Final = phrase(
    r"(?:tìm kiếm,? cứu nạn|phòng thủ dân sự|vừa|trẻ mồ côi|sơn la|siêu nhỏ|khởi nghiệp)\b"
)
_FEW_WORDS: Final = phrase(r"(?:[^\W\d_]+ ){1,3}")
_THEN_MARK: Final = phrase(r"[^\W\d_]+(?: [^\W\d_]+){0,3} ?(?:[;|)]|$)")
_AND: Final = re.compile(r"\s+(?:và|&)\s+")


def local_at(folded: str, position: int) -> int | None:
    """ "Công an tỉnh", "Văn phòng UBND tỉnh": where such a name ends."""
    found = _TASK_FORCE.match(folded, position) or _LOCAL.match(folded, position)
    return found.end() if found else None


def media_at(folded: str, position: int) -> int | None:
    """ "Báo và phát thanh, truyền hình", whose place follows bare: where the noun ends."""
    found = _MEDIA.match(folded, position)
    return found.end() if found else None


def open_name_end(text: str, folded: str, position: int, *, is_rest: bool = False) -> int | None:
    """Where a name that goes on here ends: its first word, and on to a mark or role word."""
    first = re.compile(r"[\w&]+").match(folded, position)
    if first is None or ROLE.match(folded, position):
        return None
    if begins_name(folded, position) and not (is_rest and _NO_BODY.match(folded, position)):
        return None
    cursor = first.end()
    while (step := _word_after(text, folded, cursor)) is not None:
        cursor = step
    return cursor


def unit_at(text: str, folded: str, position: int) -> int | None:
    """ "Cục Biến đổi khí hậu", "Vụ Tổ chức cán bộ": where the name ends; a capital must follow the head word."""
    head = _HEADS.match(folded, position)
    if head is None:
        return None
    cursor = head.end()
    if numbered := _NUMBERED.match(folded, position):
        return numbered.end()
    if not text[position].isupper() and not _capital_follows(text, cursor):
        return None
    if _ALONE.match(folded, position) or (
        _YOUTH.match(folded, position) and not _capital_follows(text, cursor)
    ):
        return cursor
    kind = _SMALL_KIND.match(folded, position) if text[position].isupper() else None
    if kind:
        cursor = kind.end()
    is_lower = kind or _LOWER.fullmatch(head[0]) or _ASSOCIATION.match(folded, position)
    if not (is_lower or _capital_follows(text, cursor)):
        return None
    while (step := _word_after(text, folded, cursor)) is not None:
        cursor = step
    return cursor if cursor > head.end() else None


def _is_verb_here(text: str, folded: str, start: int) -> bool:
    """A verb that names also have is one when an object follows, or after a proper name ("… Thanh Hóa dự báo")."""
    if _VERB_HERE.match(folded, start):
        return True
    before = re.search(r"(\w+) $", text[max(0, start - 20) : start])
    return bool(_VERB_INSIDE.match(folded, start)) and before is not None and before[1][0].isupper()


def _small_field(folded: str, start: int) -> int | None:
    """ "… Truyền thông tài nguyên và môi trường": a field of work with its "và" inside a name."""
    field = field_at(folded, start)
    return field[1] if field and " và " in folded[start : field[1]] else None


def _capital_follows(text: str, cursor: int) -> bool:
    return text[cursor : cursor + 1] == " " and text[cursor + 1 : cursor + 2].isupper()


def _word_after(text: str, folded: str, cursor: int) -> int | None:
    """The end of the next word of an open name, or None where the name is over."""
    gap = _GAP.match(folded, cursor)
    start = gap.end() if gap else cursor
    if gap is None or start >= len(text) or _MARK.match(folded, start):
        return None
    if joined := _AND.match(folded, cursor):
        return _joined_word(text, folded, joined.end())
    if department_at(folded, start) and text[start].isupper():
        return None
    if small := _small_field(folded, start):
        return small
    if not text[start].isupper() and _is_over(text, folded, cursor, start):
        return None
    if not text[start].isupper() and _is_behind_place(folded, cursor, start):
        return None
    word = _NAME_WORD.match(folded, start)
    return word.end() if word else None


def _is_behind_place(folded: str, cursor: int, start: int) -> bool:
    """ "Quỹ Bảo vệ và Phát triển rừng tỉnh chi trả …": small words behind the place are what the body does."""
    is_place = _PLACE_LAST.search(folded[max(0, cursor - 12) : cursor])
    is_beside = not folded[cursor:start].strip()
    return bool(is_place) and is_beside and not _AFTER_PLACE.match(folded, start)


def _joined_word(text: str, folded: str, start: int) -> int | None:
    """After "và" a name goes on with a capital that begins no other name, or with a small noun after small words."""
    if small := _SMALL_AND.match(folded, start):
        return small.end()
    if start >= len(text) or begins_name(folded, start):
        return None
    if not text[start].isupper() and not _is_small_noun(folded, start):
        return None
    if field := field_at(folded, start):
        return field[1]
    word = _NAME_WORD.match(folded, start)
    return word.end() if word else None


def _is_small_noun(folded: str, start: int) -> bool:
    """ "… hệ thống điện và thị trường điện quốc gia chủ trì": no verb, no general noun, and a role verb after it."""
    if ROLE.match(folded, start) or GENERAL.match(folded, start):
        return False
    if _THEN_ROLE.match(folded, start) or _THEN_MARK.match(folded, start):
        return True
    words = _FEW_WORDS.match(folded, start)
    blanks = re.compile(r"\s+").finditer(folded, start, words.end()) if words else ()
    return any(ROLE.match(folded, blank.end()) for blank in blanks)


def _is_over(text: str, folded: str, cursor: int, start: int) -> bool:
    """Whether a small word says what the body does, not what it is called."""
    if not (ROLE.match(folded, start) or _is_verb_here(text, folded, start)):
        return False
    if _NEVER_INSIDE.match(folded, start):
        return True
    if any(
        folded.startswith(word, start) and folded.endswith(before, 0, cursor)
        for before, word in COMPOUNDS
    ):
        return False
    return not _INSIDE.search(folded[max(0, cursor - 14) : cursor] + " ")


def is_firm_end(folded: str, position: int) -> bool:
    """Whether an open name surely ends here: at a mark, or before a word no name goes on with."""
    return bool(_FIRM.match(folded, position))


def begins_name(folded: str, position: int) -> bool:
    """Whether a new name, not the rest of the present one, begins here."""
    if _INSURANCE.match(folded, position) or _AGAINST.match(folded, position):
        return False
    return bool(
        _HEADS.match(folded, position)
        or re.compile(r"(?:bộ|các|ủy ban|sở)\b").match(folded, position)
        or _HOME.match(folded, position)
    )
