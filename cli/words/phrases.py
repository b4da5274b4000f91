"""Phrases of answers for people."""

from typing import Final

from cli.words import Both

REPEATED: Final = Both("  (đã làm từ trước, không làm lại)", "  (done before, not done again)")
SKIPPED: Final = Both("Bỏ qua {count}: {listed}", "Skipped {count}: {listed}")
PREVIEWED: Final = Both(
    "{count} chỗ sẽ thay đổi; chưa có gì được ghi.", "{count} changes; nothing was recorded."
)
STARTED: Final = Both(
    "✓ {id}: {directives} chỉ đạo, {assignments} nhiệm vụ đã giao",
    "✓ {id}: {directives} directives, {assignments} assignments",
)
ALREADY_STARTED: Final = Both(
    "✓ {id} đã được bắt đầu từ trước ({directives} chỉ đạo, {assignments} nhiệm vụ); không làm lại",
    "✓ {id} was started before ({directives} directives, {assignments} assignments); not started again",
)
SEE_LIST: Final = Both("Xem: dondoc list --conclusion {id}", "See: dondoc list --conclusion {id}")
STEPS: Final = Both("{count} nấc nếu không ai làm gì.", "{count} rungs if nobody does anything.")

# up
SERVER_READY: Final = Both("✓ {name} (nhúng)  {seconds} giây", "✓ {name} (embedded)  {seconds} s")
SERVER_NAMED: Final = Both(
    "✓ {name}  (nêu trong môi trường)", "✓ {name}  (named in the environment)"
)
WORKER_READY: Final = Both(
    "✓ worker đang nhận việc từ hàng đợi «{queue}»", "✓ worker polls the queue '{queue}'"
)
PLANNED_STARTED: Final = Both(
    "✓ đã mở {count} gói được ghi từ trước", "✓ started {count} packets planned earlier"
)
SERVING: Final = Both(
    "Dữ liệu: {folder}\nThử: dondoc start TỆP · dondoc list · dondoc doctor   (Ctrl+C để dừng)",
    "Data: {folder}\nTry: dondoc start FILE · dondoc list · dondoc doctor   (Ctrl+C stops)",
)
CONSOLE_AT: Final = Both("✓ Màn hình làm việc: {url}", "✓ Console: {url}")
PORT_TAKEN: Final = Both(
    "! Cổng {wanted} đã có chương trình khác dùng; chuyển sang {port}.",
    "! Port {wanted} is taken; using {port} instead.",
)
FIRST_ADMIN: Final = Both(
    "★ Tài khoản quản trị đầu tiên: {login}   mật khẩu: {password}\n  Chỉ in một lần này; đổi khi đăng nhập lần đầu.",
    "★ First administrator: {login}   password: {password}\n  Printed this once; changed at the first sign-in.",
)
STOPPING: Final = Both("Đang dừng …", "Stopping …")
STOPPED: Final = Both("✓ Đã dừng; dữ liệu còn nguyên.", "✓ Stopped; the data are kept.")
