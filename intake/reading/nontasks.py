"""Sentences and sections that are no directives: assessments, decisions, conditions, closing formulas."""

from typing import Final

from intake.words import phrase

# What a sentence opens with -> the rule that sets it aside.
_SENTENCES: Final = tuple(
    (rule, phrase(pattern))
    for rule, pattern in (
        ("đồng ý, phê duyệt", r"(?:về cơ bản,? )?(?:đồng ý|cơ bản (?:đồng ý|thống nhất|nhất trí)|thống nhất (?:chủ trương|về chủ trương|về nguyên tắc|với (?:đề nghị|đề xuất|báo cáo|nội dung|kiến nghị))|nhất trí|phê duyệt|phê chuẩn|chấp thuận|cho phép|cho (?:toàn bộ |tất cả |các )?(?:học sinh|sinh viên|trẻ em|cán bộ|người lao động)[^.;]{0,80} nghỉ|ban hành kèm theo|công nhận|ghi nhận|đánh giá cao|biểu dương|hoan nghênh)\b"),
        ("mở đầu cuộc họp", r"(?:(?:vào )?(?:sáng|chiều|tối|hồi [\w ]{3,12}),? )?(?:từ )?ngày \d{1,2}\b.{3,400}?(?:chủ trì|chủ tọa|dự và chủ trì)(?: và (?:chỉ đạo|kết luận))?(?: tại)?(?: một)? (?:cuộc|phiên|hội nghị|họp|buổi|hội thảo)\b"),
        ("câu kết", r".{3,120}?(?:thông báo|truyền đạt|thông tin) (?:để|tới|đến|cho|ý kiến|kết luận|nội dung)\b.{0,400}?(?:biết|liên quan)(?:,| và)? (?:tổ chức |để )?(?:thực hiện|phối hợp|triển khai|chỉ đạo)|xin thông báo\b|mọi (?:vướng mắc|chi tiết|thông tin)\b.{0,80}liên hệ|chi tiết (?:xin )?liên hệ|trên đây là\b|xin trân trọng|trân trọng(?: cảm ơn| kính|\.|/|$)|(?:đề nghị|mong) (?:quý|các) [\w, ]{0,80}(?:quan tâm|phối hợp|xem xét),? (?:phối hợp|thực hiện|giải quyết)\s*\.?/"),
        ("câu kết: yêu cầu chung", r"(?:(?:nhận được|căn cứ|theo) [^,]{0,60},? )?(?:(?:bộ|sở|ubnd|ủy ban|văn phòng|cục|chủ tịch|ban)\b[\w ]{0,50} )?(?:trân trọng )?(?:yêu cầu|đề nghị) (?:các|quý|thủ trưởng(?: các)?) (?:cơ quan|đơn vị|địa phương|sở|đồng chí|bộ|phòng|xã|thành viên|chủ đầu tư|ngành|cấp)[^.:;]{0,140}?(?:nghiêm túc|khẩn trương|quan tâm|phối hợp|tích cực)?,? ?(?:(?:tổ chức |triển khai |phối hợp )*thực hiện|(?:nghiêm túc|khẩn trương|tổ chức),? ?triển khai)(?: (?:nghiêm|tốt|nghiêm túc|có hiệu quả|theo quy định|(?:các )?(?:nội dung|nhiệm vụ|chỉ đạo|ý kiến chỉ đạo)[\w ]{0,30}(?:trên|này|nầy)|(?:công văn|kế hoạch|công điện|thông báo|chỉ thị|văn bản|quyết định)(?: này| nầy)))*\s*(?:\.|/|$)"),
        ("câu kết: căn cứ thực hiện", r"(?:nhận được|căn cứ|theo)(?: các)? (?:nội dung|ý kiến|chỉ đạo|công văn|văn bản|kế hoạch|thông báo|chỉ thị)(?: [\w]+){0,3} (?:này|nầy|trên|nêu trên)[^.;:]{0,120}?(?:tổ chức |triển khai |nghiêm túc |khẩn trương )*(?:thực hiện(?: [\w]+){0,3}|(?:nghiêm túc|khẩn trương|tổ chức) triển khai)\s*(?:\.|/|$)"),
        ("câu kết: đề nghị quý cơ quan", r"(?:rất mong|mong|kính mong|(?:kính |trân trọng )?đề nghị) quý [\w, ]{0,60}(?:quan tâm|phối hợp|chỉ đạo|triển khai|xem xét)[\w, ]{0,40}\s*(?:\.|/|$)"),
        ("giao Phó Thủ tướng", r"(?:giao|phân công) (?:các )?(?:đồng chí )?phó thủ tướng\b"),
        ("hiệu lực", r"(?:quyết định|chỉ thị|kế hoạch|công văn|nghị quyết|thông tư|quy chế|văn bản) (?:này )?(?:có hiệu lực|thay thế|được)\b"),
        ("thi hành", r".{0,600}chịu trách nhiệm (?:thi hành|thực hiện) (?:quyết định|nghị quyết|quy chế|kế hoạch|chỉ thị|công điện|công văn)(?: này)?\s*(?:\./\.|\.|/|$)"),
        ("chịu trách nhiệm nếu", r"(?:(?:thủ trưởng|người đứng đầu|lãnh đạo|chủ tịch|giám đốc|bộ trưởng)\b)[^.;:]{0,160}?chịu (?:hoàn toàn )?trách nhiệm[^.;:]{0,90} (?:nếu|khi) để [^.;]{3,200}\s*(?:[.;/]|$)"),
        ("vướng mắc phát sinh", r"(?:trong quá trình|quá trình)[^.]{0,200}(?:vướng mắc|khó khăn|phát sinh|cần (?:sửa đổi|bổ sung|điều chỉnh))"),
        ("căn cứ", r"(?:căn cứ|theo đề nghị|xét đề nghị)\b[^.]{0,400};?\s*$"),
        ("kinh phí", r"(?:nguồn )?kinh phí (?:thực hiện|bảo đảm|đảm bảo|tổ chức|triển khai|để)?[^.:]{0,60}(?:được|do|từ|bố trí|lấy|sử dụng|theo|trong)\b"),
        ("vượt thẩm quyền", r"(?:trường hợp|nếu|trong trường hợp)[^.,]{0,80},? (?:kịp thời )?báo cáo\b"),
    )
)  # fmt: skip
_DEMAND: Final = phrase(
    r"(?:yêu cầu|đề nghị) (?:(?!đôn đốc|theo dõi|chủ trì|tổng hợp)[^.:;]){3,400}?(?:thực hiện|triển khai|chấp hành)(?: (?:nghiêm|nghiêm túc|tốt|có hiệu quả|hiệu quả))* (?:các nội dung (?:trên|nêu trên)|(?:chỉ thị|công điện|kế hoạch|quyết định|công văn|văn bản|thông báo|nghị quyết) này) ?(?:\./|\.|/|$)"
)
# Sections that assess, state aims or principles: their paragraphs are no directives.
_SECTIONS: Final = phrase(
    r"(?:về )?(?:đánh giá|kết quả|tình hình|tồn tại|hạn chế|ưu điểm|bối cảnh|khó khăn|nguyên nhân|mục đích|mục tiêu|quan điểm|nguyên tắc|sự cần thiết|cơ sở pháp lý|căn cứ|thực trạng|những kết quả|một số tồn tại|yêu cầu(?= ?:?$)|chỉ tiêu|phạm vi|đối tượng|kinh phí|nguồn kinh phí|nhận định|ghi nhận|biểu dương)\b"
)
_SECTION_TASK: Final = phrase(
    r"(?:nhiệm vụ|giải pháp|tổ chức thực hiện|phân công|trách nhiệm|công việc|triển khai)\b"
)


def rule_against(folded: str, start: int, end: int) -> str | None:
    """The rule by which this sentence is no directive, or None."""
    sentence = folded[start:end].strip(" \n-+")
    return next((rule for rule, pattern in _SENTENCES if pattern.match(sentence)), None)


def is_closing_demand(folded: str, start: int, end: int) -> bool:
    """ "Yêu cầu các Bộ trưởng … nghiêm túc thực hiện Chỉ thị này./." as a last paragraph without a number."""
    return bool(_DEMAND.match(folded[start:end].strip(" \n")))


def is_quiet_section(folded: str, start: int, end: int) -> bool:
    """Whether a heading opens a section without directives ("I. ĐÁNH GIÁ CHUNG", "Mục đích, yêu cầu")."""
    heading = folded[start:end].strip(' :.\n"')
    return (
        len(heading) < 120 and bool(_SECTIONS.match(heading)) and not _SECTION_TASK.search(heading)
    )
