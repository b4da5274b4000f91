"""Every screen of the console by its route: who looks at it, and at which address. A page without a row fails a test."""

SCREENS: dict[str, list[tuple[str, str]]] = {
    "/": [("officer", "/"), ("focal", "/"), ("supervisor", "/"), ("operator", "/")],
    "/mat-khau": [("officer", "/mat-khau")],
    "/nhiem-vu": [
        ("officer", "/nhiem-vu"),
        ("officer", "/nhiem-vu?nhom=thu-hoi&cq=bo+y+te"),
        ("officer", "/nhiem-vu?cq=bo+troi"),
        (
            "officer",
            "/nhiem-vu?cot=chu-tri,phoi-hop,han,han-van-ban,trang-thai,phan-tram,tien-do,nac,thoi-gian,ket-luan,chuong-trinh&gon=1",
        ),
        ("focal", "/nhiem-vu"),
    ],
    "/nhiem-vu/{ref}/{n}/{agency}": [
        ("officer", "{one}"),
        ("officer", "{two}"),
        ("focal", "{one}"),
        ("focal", "{two}"),
        ("supervisor", "{one}"),
    ],
    "/nhiem-vu/{ref}/{n}/{agency}/vi-sao/{field}": [("focal", "{one}/vi-sao/due_on")],
    "/thong-bao": [("officer", "/thong-bao")],
    "/thong-bao/{ref}": [("officer", "/thong-bao/{ref}")],
    "/thong-bao/{ref}/van-ban": [("officer", "/thong-bao/{issued}/van-ban")],
    "/nhiem-vu/{ref}/{n}/{agency}/nguon": [("officer", "/nhiem-vu/{issued}/1/G18/nguon")],
    "/thong-bao/{ref}/quy-tac": [("officer", "/thong-bao/{ref}/quy-tac")],
    "/qua-han": [("officer", "/qua-han"), ("focal", "/qua-han?theo=cap")],
    "/lich": [("officer", "/lich?thang=2026-04"), ("focal", "/lich")],
    "/tong-hop": [
        ("officer", "/tong-hop"),
        ("supervisor", "/tong-hop?theo=cap&so-voi=2026-01-01"),
        ("supervisor", "/tong-hop?theo=co-quan&cap=ministry"),
    ],
    "/tong-hop/ky": [("supervisor", "/tong-hop/ky")],
    "/chi-so": [("supervisor", "/chi-so")],
    "/co-quan": [("officer", "/co-quan"), ("admin2", "/co-quan?het=1")],
    "/co-quan/{code}": [("supervisor", "/co-quan/G18")],
    "/van-ban": [("officer", "/van-ban")],
    "/nhap-danh-sach": [("officer", "/nhap-danh-sach")],
    "/hop-thu": [("focal", "/hop-thu")],
    "/thu-gui": [("operator", "/thu-gui")],
    "/hau-kiem": [("officer", "/hau-kiem")],
    "/xuat-so": [("supervisor", "/xuat-so")],
    "/tham-tra": [("officer", "/tham-tra")],
    "/de-nghi": [("officer", "/de-nghi")],
    "/tiep-nhan": [("officer", "/tiep-nhan")],
    "/tiep-nhan/{own}": [("officer", "{draft}"), ("officer", "{draft}?xem=chu")],
    "/tiep-nhan/{own}/giao": [("officer", "{draft}/giao"), ("officer", "{ready}/giao")],
    "/viec/{own}": [("officer", "/viec/{job}")],
    "/nguoi-dung": [("admin2", "/nguoi-dung")],
    "/nguoi-dung/{login}/phien": [("admin2", "/nguoi-dung/officer/phien")],
    "/ma-api": [("admin2", "/ma-api")],
    "/lich-lam-viec": [("admin2", "/lich-lam-viec?nam=2027")],
    "/bac-thang": [("admin2", "/bac-thang")],
    "/van-hanh": [("operator", "/van-hanh")],
    "/nhat-ky": [("auditor", "/nhat-ky")],
    "/tro-giup": [("officer", "/tro-giup"), ("officer", "/khong-co")],
}
"""What the braces stand for is made by the fixture `work` of the browser tests."""

NO_SCREENS: frozenset[str] = frozenset(
    {
        "/healthz",
        "/live",
        "/ready",
        "/login",  # looked at by a test of its own, without a session
        "/ngon-ngu/{lang}",
        "/nhiem-vu/{ref}/{n}/{agency}/tep/{sha256}",
        "/tiep-nhan/{own}/trang/{number}.png",
        "/tiep-nhan/{own}/goc",
        "/thong-bao/{ref}/trang/{number}.png",
        "/thong-bao/{ref}/goc",
        "/nhiem-vu/{ref}/{n}/{agency}/nguon/{at}.png",
        "/su-kien",
        "/lich/han.ics",
        "/van-ban/don-doc",
        "/van-ban/giao-viec",
        "/van-ban/gia-han",
        "/van-ban/bang-theo-doi",
        "/van-ban/bao-cao",
    }
)
"""What answers with something else than a page; lists as files end in .{ending}."""

ALL = [(login, address) for shown in SCREENS.values() for login, address in shown]
