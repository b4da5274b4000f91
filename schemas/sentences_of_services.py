"""What is said when the engine, the register, a worker or a setting is at fault; part of `schemas.sentences`."""

from collections.abc import Mapping
from typing import Final

from schemas.sentence import Sentence

OF_SERVICES: Final[Mapping[str, Sentence]] = {
    "engine_unreachable": Sentence(
        "Chưa thực hiện được: bộ máy quy trình (Temporal) không phản hồi.",
        "Thử lại với cùng mã lệnh {command_id}, không lo gửi trùng. Kiểm tra: dondoc doctor.",
        "Not done yet: the workflow engine (Temporal) does not answer.",
        "Try again with the same command id {command_id}; it cannot be carried out twice. Check: dondoc doctor.",
    ),
    "command_unanswered": Sentence(
        "Đã gửi nhưng sau {seconds} giây chưa có trả lời: lệnh có thể vẫn được thực hiện.",
        "Xem lại nhiệm vụ sau ít phút, hoặc gửi lại với cùng mã lệnh {command_id}: không bị thực hiện hai lần. Kiểm tra: dondoc doctor.",
        "Sent, but not answered within {seconds} seconds: the command may still be carried out.",
        "Look at the assignment in a few minutes, or send it again with the same command id {command_id}: it is not carried out twice. Check: dondoc doctor.",
    ),
    "nothing_sent": Sentence(
        "Sau {seconds} giây sổ theo dõi (PostgreSQL) vẫn không phản hồi: chưa gửi gì đi, lệnh sẽ không được thực hiện.",
        "Gửi lại với cùng mã lệnh {command_id} khi hệ thống trở lại. Kiểm tra: dondoc doctor.",
        "The register (PostgreSQL) did not answer within {seconds} seconds: nothing was sent, and nothing will be carried out.",
        "Send it again with the same command id {command_id} when the system is back. Check: dondoc doctor.",
    ),
    "start_unanswered": Sentence(
        "Kết luận {command_id} đã ghi vào sổ, nhưng sau {seconds} giây bộ máy quy trình chưa xác nhận đã bắt đầu.",
        "Không cần ban hành lại: worker sẽ tự bắt đầu khi bộ máy trở lại; làm lại cũng không thành hai. Kiểm tra: dondoc doctor.",
        "The conclusion {command_id} is in the register, but the workflow engine has not confirmed its start within {seconds} seconds.",
        "It need not be issued again: a worker starts it when the engine is back; doing it again makes no second one. Check: dondoc doctor.",
    ),
    "nobody_works": Sentence(
        "Chưa đối chiếu được: không có tiến trình làm việc (worker) nào ở hàng đợi «{queue}».",
        "Chạy worker («python worker.py» hoặc «make up») rồi làm lại.",
        "Nothing compared: no worker polls the queue '{queue}'.",
        "Run a worker ('python worker.py' or 'make up') and try again.",
    ),
    "setting_unusable": Sentence(
        "Thiết lập {field} không dùng được: {problem}.",
        "Sửa giá trị hoặc tệp mà nó nêu; danh sách: dondoc settings show.",
        "The setting {field} cannot be used: {problem}.",
        "Correct the value or the file it names; the list: dondoc settings show.",
    ),
    "payload_keys_wrong": Sentence(
        "Khoá mã hoá dữ liệu gửi Temporal không đọc được: {problem}.",
        "Sửa DONDOC_PAYLOAD_KEYS, hoặc tệp nêu ở DONDOC_PAYLOAD_KEYS_FILE: mỗi khoá viết «mã=base64 của 32 byte».",
        "The keys that seal payloads cannot be read: {problem}.",
        "Correct DONDOC_PAYLOAD_KEYS, or the file named in DONDOC_PAYLOAD_KEYS_FILE: each key is 'id=base64 of 32 bytes'.",
    ),
    "payload_key_missing": Sentence(
        "Dữ liệu trong Temporal được mã hoá bằng khoá «{key}» mà tiến trình này không có; không làm gì cả.",
        "Đặt DONDOC_PAYLOAD_KEYS hoặc DONDOC_PAYLOAD_KEYS_FILE như các tiến trình khác, giữ cả khoá cũ.",
        "What Temporal holds is sealed with the key '{key}', which this process does not have; nothing was done.",
        "Set DONDOC_PAYLOAD_KEYS or DONDOC_PAYLOAD_KEYS_FILE as the other processes do, old keys included.",
    ),
    "payload_not_opened": Sentence(
        "Khoá «{key}» không mở được dữ liệu: khoá khác cùng mã, hoặc dữ liệu đã bị sửa.",
        "So khoá này với các tiến trình khác; nếu giống nhau, đối chiếu với bản sao lưu.",
        "The key '{key}' does not open the data: another key under the same id, or the data was changed.",
        "Compare this key with those of the other processes; if they agree, compare with a backup.",
    ),
    "no_worker": Sentence(
        "{id} đã được ghi vào sổ nhưng chưa có tiến trình làm việc (worker) nào mở nhiệm vụ.",
        "Chạy worker («python worker.py» hoặc «make up»); kết luận sẽ tự được mở, không cần gửi lại.",
        "{id} is planned in the register, but no worker has opened its assignments yet.",
        "Run a worker ('python worker.py' or 'make up'); the conclusion then opens by itself.",
    ),
    "packet_lost": Sentence(
        "Temporal không còn quy trình {id} dù sổ còn nhiệm vụ mở.",
        "Khôi phục từ sổ: dondoc register reseed.",
        "Temporal no longer has workflow {id} although the register has open assignments.",
        "Re-seed it from the register: dondoc register reseed.",
    ),
    "database_unreachable": Sentence(
        "Không kết nối được cơ sở dữ liệu.",
        "Kiểm tra PostgreSQL và DONDOC_DATABASE_URL: dondoc doctor.",
        "The database cannot be reached.",
        "Check PostgreSQL and DONDOC_DATABASE_URL: dondoc doctor.",
    ),
    "nothing_running": Sentence(
        "Không thấy hệ thống đang chạy.",
        "Chạy «make up» (hoặc «make demo» và thêm --demo), hoặc đặt DONDOC_DATABASE_URL và TEMPORAL_ADDRESS.",
        "No running system was found.",
        "Run 'make up' (or 'make demo' and add --demo), or set DONDOC_DATABASE_URL and TEMPORAL_ADDRESS.",
    ),
    "fault": Sentence(
        "Có lỗi ngoài dự kiến khi xử lý lệnh; dữ liệu chưa thay đổi.",
        "Báo quản trị vận hành: {error}",
        "An unexpected fault while deciding; nothing has changed.",
        "Tell the operator: {error}",
    ),
    "demo_running": Sentence(
        "Một bản minh hoạ khác đang chạy trên {path}.",
        "Dừng bản đó (Ctrl+C) rồi chạy lại.",
        "Another demo is running on {path}.",
        "Stop it (Ctrl+C) and try again.",
    ),
}
