"""Words that begin an action, and whether a list is one of actions or of things."""

from typing import Final

from intake.words import phrase

VERBS: Final = (
    r"chủ trì|phối hợp|chịu trách nhiệm|có trách nhiệm|khẩn trương|tiếp tục|thực hiện|tổ chức|rà soát|hướng dẫn|theo dõi|tham mưu|căn cứ|chủ động|thường xuyên|kịp thời"
    r"|tăng cường|đẩy mạnh|chỉ đạo|báo cáo|tổng hợp|đôn đốc|bố trí|cung cấp|đề xuất|trình|ban hành|triển khai|bảo đảm|đảm bảo|sớm|tập trung|cân đối|thẩm định|thẩm tra|cập nhật"
    r"|công bố|công khai|nghiên cứu|khảo sát|đề nghị|yêu cầu|xem xét|hoàn thiện|hoàn thành|lập|quán triệt|phổ biến|tuyên truyền|vận động|làm|gửi|thống nhất|thông báo|thông tin|cử|huy động|giao(?! thông)(?! dịch)(?! tiếp)(?! thương)(?! lưu)(?! ban)"
    r"|phân công|hỗ trợ|xây dựng|kiểm tra|kiểm soát|xử lý|giải quyết|quản lý|phát huy|nâng cao|lồng ghép|phát động|khai thác|duy trì|chuẩn bị|nghiêm túc|nghiêm cấm|nhanh chóng|tích cực|tham gia|đăng tải"
    r"|phản ánh|xác định|đánh giá|tiếp nhận|tiếp thu|ưu tiên|khuyến khích|thành lập|kiện toàn|củng cố|tạo|đưa|thúc đẩy|chấp hành|phân bổ|phân tích|ký|soạn|tiến hành|bám sát|lựa chọn|thu hút|giám sát|thanh tra|mở rộng"
    r"|đổi mới|phát triển|cải thiện|cải cách|cắt giảm|đơn giản|sửa đổi|bổ sung|điều chỉnh|ứng dụng|áp dụng|số hóa|kết nối|chia sẻ|đào tạo|bồi dưỡng|tập huấn|hợp tác|đàm phán|ký kết|biên soạn|in ấn|thu thập|điều tra|thống kê|đo đạc|vận hành|nâng cấp|đầu tư"
    r"|mua sắm|lắp đặt|thiết kế|thi công|giải ngân|giải phóng|bồi thường|di dời|khắc phục|phòng ngừa|ngăn chặn|phát hiện|truy quét|tháo gỡ|rút ngắn|tính toán|dự báo|cảnh báo|theo|trực tiếp|làm việc|làm rõ|có|không|không để|quan tâm|chú trọng|nắm|xác minh|trả lời|giải trình|bàn giao|tiếp|sắp xếp|định kỳ|hằng|hàng(?! không)(?! hải)(?! hóa)(?! tiêu)|trên cơ sở|phê duyệt|quyết định|quy định|thiết lập|hình thành|phát hành|phân loại|đăng ký|cấp|thu|chi|sử dụng|bảo vệ|gắn|tận dụng|đa dạng|nhân rộng|lan tỏa|tôn vinh|khen thưởng|biểu dương|sơ kết|tổng kết|ra soát|mở|tham dự|trao đổi|tư vấn|truyền thông|chuyển|chuyển đổi|hoàn trả|lấy ý kiến|xin ý kiến|góp ý|đăng|niêm yết|kêu gọi|xúc tiến|quảng bá|bình ổn|điều hành|điều phối|cảnh giác|ứng phó|ứng trực|trực|sơ tán|hủy bỏ|thay thế|bãi bỏ|sẵn sàng|thông qua|đối chiếu|liên hệ|tiếp cận|nhận diện|chấn chỉnh|siết chặt|hạn chế|giảm|tăng|tìm|khơi thông|phê bình|kiểm điểm|xóa|chống|phòng|phòng, chống|tháo|bảo dưỡng|duy tu|sửa chữa|khôi phục|thăm hỏi|động viên|nhất quán|nỗ lực|phấn đấu|quyết tâm|quyết liệt|linh hoạt|dự trữ|lưu trữ|lưu ý|nhập|xuất|vay|trồng|chăm sóc|xem|hiệp thương|đấu tranh|triệt phá|tuần tra|kiến nghị|phân cấp|phân quyền|ủy quyền|thí điểm|thử nghiệm|đặt hàng|mời|lấy|giữ|giữ vững|tránh|nộp|hoạch định|tích hợp|khởi công|khánh thành|thay mặt|vào cuộc|nêu cao|đề cao|gương mẫu|thể chế hóa|cụ thể hóa|hiện đại hóa|chuẩn hóa|đồng bộ|tái cơ cấu|cơ cấu|khởi tạo|kê khai|truy xuất|tạm dừng|dừng|chấm dứt|kết thúc|bổ nhiệm|tuyển dụng|luân chuyển|rà|trước mắt|xử phạt|tịch thu|thu hồi|giao nhiệm vụ|bảo quản|cụ thể|đẩy nhanh|ra quân|chấm điểm|phủ sóng|dành|chăm lo|hoàn tất|xác nhận|kiểm đếm|nắm bắt|nắm chắc|cam kết|phân luồng|nạo vét|canh gác|khoanh vùng|tiêu hủy|phản hồi|đối thoại|chịu|đầu mối|rút kinh nghiệm|giúp|nghiêm khắc|tự|thuê|khuyến cáo|đình chỉ|kiên quyết|là đầu mối|là cơ quan (?:thường trực|đầu mối)|bảo trì|tuyển chọn|phòng chống|kiện toàn|chốt|rút|gia cố|trưng dụng|cứu trợ|cứu nạn|tìm kiếm|thu gom|thu dọn|che chắn|neo đậu|tiêm|khám|xét nghiệm|cách ly|giám định|xếp hạng|bình chọn|trao|phong tỏa|niêm phong|tái định cư|cưỡng chế|bàn bạc|chuẩn hóa|hoàn chỉnh|tra cứu|mã hóa|sao lưu|kích hoạt|dán nhãn|quan trắc|đo|cắm|khoan|gia hạn|miễn|hoãn"
)
_VERB: Final = phrase(rf"(?:{VERBS})\b")


def begins_action(folded: str, position: int, end: int) -> bool:
    """Whether the words here begin with what someone does."""
    found = _VERB.match(folded, position)
    return found is not None and found.end() <= end


def is_action_list(folded: str, start: int, items: list[int]) -> bool:
    """Whether "(i) …; (ii) …" are actions of one body rather than the things an action is about."""
    marks = phrase(r"\s*(?:và )?(?:\([\w]+\)|\w+\))\s*")
    verbs = 0
    for item in items:
        mark = marks.match(folded, item)
        position = mark.end() if mark else item
        verbs += begins_action(folded, position, position + 40) or bool(
            phrase(r"(?:bộ|sở|ubnd|ủy ban|các|giao|cục|công an)\b").match(folded, position)
        )
    return verbs == len(items)
