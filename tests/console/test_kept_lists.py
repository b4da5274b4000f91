"""Columns of the list and lists that people keep: in the address, in the file, for an account and for its office."""

import re

import httpx2

from tests.console.site import Browser, Site


def heads_of(answer: httpx2.Response) -> list[str]:
    """What stands above the columns of the table on a page."""
    head = re.search(r"<thead>(.*?)</thead>", answer.text, re.S)
    assert head, answer.text[:500]
    return re.findall(r"<th[^>]*>([^<]+)</th>", head[1])


def kept(browser: Browser, name: str, query: str, **fields: str) -> httpx2.Response:
    return browser.send_form("/danh-sach-luu", name=name, query=query, **fields)


def test_the_address_says_which_columns_there_are(site: Site, one: str) -> None:
    """On the screen in the table's order, however they are written; filters, pages and files keep them."""
    page = site.browser("officer").get("/nhiem-vu?cq=BYT&cot=nac,han&cot=ket-luan")

    assert ["Nhiệm vụ", "Hạn", "Nấc", "Kết luận"] == heads_of(page)
    assert '/nhiem-vu.xlsx?cq=BYT&amp;cot=nac%2Chan%2Cket-luan"' in page.text


def test_a_file_has_the_columns_that_were_chosen(site: Site, one: str) -> None:
    """Beside the assignment itself only those; without a choice the file has them all."""
    officer = site.browser("officer")

    chosen = officer.get("/nhiem-vu.csv?cot=han,nac").text.splitlines()[0].lstrip("\ufeff")
    whole = officer.get("/nhiem-vu.csv").text.splitlines()[0].lstrip("\ufeff")

    assert "Mã,Số,Điểm,Nhiệm vụ,Hạn,Nấc" == chosen
    assert 19 == len(whole.split(","))


def test_a_column_that_is_none_of_ours_is_named(site: Site, one: str) -> None:
    """On the page with the usual columns around it, and as a refusal of the file."""
    officer = site.browser("officer")

    page = officer.get("/nhiem-vu?cot=han,luong")

    assert page.status_code == 422
    assert "«han,luong»" in page.text
    assert officer.get("/nhiem-vu.csv?cot=luong").status_code == 422


def test_columns_that_are_kept_hold_until_the_usual_ones_are(site: Site, one: str) -> None:
    """They come whenever the address names none, for this account alone, and the file asks for them."""
    chief = site.browser("chief")

    chief.send_form("/danh-sach-luu/cot", cot=["han", "phan-tram"], gon="1", query="nhom=trong-han")
    page = chief.get("/nhiem-vu")
    assert ["Nhiệm vụ", "Hạn", "Tiến độ %"] == heads_of(page)
    assert "is-dense" in page.text
    assert "/nhiem-vu.xlsx?cot=han%2Cphan-tram&amp;gon=1" in page.text
    assert "Chủ trì" in heads_of(site.browser("focal").get("/nhiem-vu"))

    usual = ["chu-tri", "han", "trang-thai", "tien-do", "thoi-gian"]
    chief.send_form("/danh-sach-luu/cot", cot=usual, query="")
    assert "Trạng thái" in heads_of(chief.get("/nhiem-vu"))
    assert 0 == site.sql("SELECT count(*) FROM list_view WHERE login = 'chief'")


def test_a_list_is_kept_under_a_name_and_opened_again(site: Site, one: str) -> None:
    """Its filters and columns, in place of what had that name; only what the address of a list may say is kept."""
    officer = site.browser("officer")

    kept(officer, "Sắp tới", "cq=BYT")
    back = kept(officer, "  Sắp   tới ", "cq=BYT&nhom=trong-han&cot=han&sau=x&la=1")

    assert str(back.url).endswith("/nhiem-vu?cq=BYT&nhom=trong-han&cot=han")
    assert 'href="/nhiem-vu?cq=BYT&amp;nhom=trong-han&amp;cot=han" aria-current="true"' in back.text
    assert 1 == site.sql("SELECT count(*) FROM list_view WHERE login = 'officer' AND name <> ''")
    officer.send_form("/danh-sach-luu/xoa", name="Sắp tới", query="")
    assert "Sắp tới" not in officer.get("/nhiem-vu").text


def test_a_shared_list_is_offered_to_the_office_and_nobody_else(site: Site, one: str) -> None:
    """Colleagues open it and cannot delete it; other offices do not see it; what is not shared stays its owner's."""
    focal, chief, other = (site.browser(login) for login in ("focal", "chief", "other"))
    kept(focal, "Của Bộ Y tế", "nhom=trong-han", shared="1")
    kept(focal, "Của riêng tôi", "nhom=qua-han")

    chief.send_form("/danh-sach-luu/xoa", name="Của Bộ Y tế", query="")

    assert "Của Bộ Y tế" in chief.get("/nhiem-vu").text
    assert "Của riêng tôi" not in chief.get("/nhiem-vu").text
    assert "Của Bộ Y tế" not in other.get("/nhiem-vu").text


def test_a_list_without_a_name_or_with_filters_nobody_understands_is_not_kept(
    site: Site, one: str
) -> None:
    """Each is told with what to do; names are shown as text and never as markup."""
    officer = site.browser("officer")

    nameless = kept(officer, "   ", "cq=BYT")
    wrong = kept(officer, "Sai", "cq=bo+troi")
    long = kept(officer, "Dài", f"q={'a' * 2_001}")
    marked = kept(officer, "<script>alert(1)</script>", "cq=BYT")

    told = [one.status_code for one in (nameless, wrong, long, marked)]
    assert [422, 422, 422, 200] == told
    assert "dài quá 2000 ký tự" in long.text
    assert "Đặt tên cho danh sách" in nameless.text
    assert "<script>alert(1)" not in marked.text
    officer.send_form("/danh-sach-luu/xoa", name="<script>alert(1)</script>", query="")


def test_an_account_keeps_a_limited_number_of_lists(site: Site, one: str) -> None:
    """The one too many is refused in words; a kept one can still be changed."""
    coordinator = site.browser("coordinator")
    site.sql(
        "INSERT INTO list_view (login, name, query) SELECT 'coordinator', 'Số ' || i, 'nhom=qua-han' FROM generate_series(1, 30) AS i"
    )

    full = kept(coordinator, "Thêm nữa", "cq=BYT")
    changed = kept(coordinator, "Số 7", "cq=BYT")

    assert (422, 200) == (full.status_code, changed.status_code)
    assert "nhiều nhất 30 danh sách" in full.text
    site.sql("DELETE FROM list_view WHERE login = 'coordinator'")


def test_what_is_behind_its_trajectory_is_a_box_of_the_filters(site: Site, one: str) -> None:
    """Checked where the address asks for it, beside the chip that takes it away."""
    officer = site.browser("officer")

    assert re.search(r'name="cham" value="1">', officer.get("/nhiem-vu").text)
    asked = officer.get("/nhiem-vu?cham=1").text

    assert re.search(r'name="cham" value="1" checked>', asked)
    assert "Chỉ tiêu: chậm lộ trình" in asked
