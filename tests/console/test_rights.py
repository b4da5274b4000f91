"""Who reaches what: every route of the console against everybody who must not, generated from the route table."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute

from console.app import PAGES
from console.auth import Allowed
from schemas.states import Role
from tests.cli.written import FAR
from tests.console.site import PEOPLE, Browser, Site, path_of

SECRET = "Nội dung chỉ người liên quan"

OPEN = {
    ("GET", "/healthz"),
    ("GET", "/live"),
    ("GET", "/ready"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("GET", "/ngon-ngu/{lang}"),
}
"""Routes that everybody reaches; each says so in its docstring."""

ADDRESSES = {
    "/": "/",
    "/logout": "/logout",
    "/mat-khau": "/mat-khau",
    "/phien/{id_hash}/ket-thuc": f"/phien/{'0' * 64}/ket-thuc",
    "/nhiem-vu": "/nhiem-vu",
    "/nhiem-vu.{ending}": "/nhiem-vu.xlsx",
    "/danh-sach-luu": "/danh-sach-luu",
    "/danh-sach-luu/xoa": "/danh-sach-luu/xoa",
    "/danh-sach-luu/cot": "/danh-sach-luu/cot",
    "/nhiem-vu/{ref}/{n}/{agency}": "{one}",
    "/nhiem-vu/{ref}/{n}/{agency}/vi-sao/{field}": "{one}/vi-sao/due_on",
    "/nhiem-vu/{ref}/{n}/{agency}/tep/{sha256}": "{one}/tep/" + "0" * 64,
    "/nhiem-vu/{ref}/{n}/{agency}/{act}": "{one}/note",
    "/thong-bao": "/thong-bao",
    "/thong-bao.{ending}": "/thong-bao.xlsx",
    "/thong-bao/{ref}": "/thong-bao/{ref}",
    "/thong-bao/{ref}/nhiem-vu.{ending}": "/thong-bao/{ref}/nhiem-vu.xlsx",
    "/qua-han": "/qua-han",
    "/qua-han.{ending}": "/qua-han.xlsx",
    "/qua-han/don-doc": "/qua-han/don-doc",
    "/tong-hop": "/tong-hop",
    "/tong-hop.{ending}": "/tong-hop.xlsx",
    "/xuat-so": "/xuat-so",
    "/nhap-danh-sach": "/nhap-danh-sach",
    "/nhap-danh-sach/giao": "/nhap-danh-sach/giao",
    "/van-ban": "/van-ban",
    "/van-ban/don-doc": "/van-ban/don-doc?cq=G18",
    "/van-ban/giao-viec": "/van-ban/giao-viec?kl=kl/{ref}&cq=G18",
    "/van-ban/gia-han": "/van-ban/gia-han?nv={id}",
    "/van-ban/bang-theo-doi": "/van-ban/bang-theo-doi?kl=kl/{ref}",
    "/van-ban/bao-cao": "/van-ban/bao-cao?ky=2026-H2",
    "/tham-tra": "/tham-tra",
    "/tham-tra.{ending}": "/tham-tra.xlsx",
    "/de-nghi": "/de-nghi",
    "/de-nghi.{ending}": "/de-nghi.xlsx",
    "/tiep-nhan": "/tiep-nhan",
    "/tiep-nhan/{own}": "/tiep-nhan/0",
    "/tiep-nhan/{own}/trang/{number}.png": "/tiep-nhan/0/trang/1.png",
    "/tiep-nhan/{own}/goc": "/tiep-nhan/0/goc",
    "/viec/{own}": "/viec/0",
    "/viec/{own}/dung": "/viec/0/dung",
    "/tiep-nhan/{own}/{act}": "/tiep-nhan/0/chap-nhan",
    "/tiep-nhan/{own}/giao": "/tiep-nhan/0/giao",
    "/tiep-nhan/{own}/dien-tap.{ending}": "/tiep-nhan/0/dien-tap.xlsx",
    "/tiep-nhan/{own}/giao/thuc-hien": "/tiep-nhan/0/giao/thuc-hien",
    "/nguoi-dung": "/nguoi-dung",
    "/nguoi-dung.{ending}": "/nguoi-dung.xlsx",
    "/nguoi-dung/{login}/mat-khau": "/nguoi-dung/nobody/mat-khau",
    "/nguoi-dung/{login}/khoa": "/nguoi-dung/nobody/khoa",
    "/van-hanh": "/van-hanh",
    "/hop-thu": "/hop-thu",
    "/hop-thu/da-doc": "/hop-thu/da-doc",
    "/hop-thu/{notice}": "/hop-thu/00000000-0000-0000-0000-000000000000",
    "/thu-gui": "/thu-gui",
    "/thu-gui.{ending}": "/thu-gui.xlsx",
    "/thu-gui/gui-lai": "/thu-gui/gui-lai",
    "/hau-kiem": "/hau-kiem",
    "/hau-kiem.{ending}": "/hau-kiem.xlsx",
    "/nhat-ky": "/nhat-ky",
    "/nhat-ky.{ending}": "/nhat-ky.xlsx",
    "/nhat-ky/kiem-tra": "/nhat-ky/kiem-tra",
    "/co-quan": "/co-quan",
    "/co-quan.{ending}": "/co-quan.xlsx",
    "/co-quan/{code}": "/co-quan/G18",
    "/tong-hop/ky": "/tong-hop/ky",
    "/chi-so": "/chi-so",
    "/chi-so.{ending}": "/chi-so.xlsx",
    "/lich": "/lich",
    "/lich/han.ics": "/lich/han.ics",
    "/lich.{ending}": "/lich.xlsx",
    "/lich-lam-viec": "/lich-lam-viec",
    "/lich-lam-viec.{ending}": "/lich-lam-viec.xlsx",
    "/bac-thang": "/bac-thang",
    "/thong-bao/{ref}/van-ban": "/thong-bao/{ref}/van-ban",
    "/thong-bao/{ref}/trang/{number}.png": "/thong-bao/{ref}/trang/1.png",
    "/thong-bao/{ref}/goc": "/thong-bao/{ref}/goc",
    "/nhiem-vu/{ref}/{n}/{agency}/nguon": "{one}/nguon",
    "/nhiem-vu/{ref}/{n}/{agency}/nguon/{at}.png": "{one}/nguon/0.png",
    "/thong-bao/{ref}/quy-tac": "/thong-bao/{ref}/quy-tac",
    "/thong-bao/{ref}/quy-tac/xem-truoc": "/thong-bao/{ref}/quy-tac/xem-truoc",
    "/thong-bao/{ref}/quy-tac/doi": "/thong-bao/{ref}/quy-tac/doi",
    "/ma-api": "/ma-api",
    "/ma-api.{ending}": "/ma-api.xlsx",
    "/ma-api/{own}/thu-hoi": "/ma-api/0/thu-hoi",
    "/nguoi-dung/{login}/phien": "/nguoi-dung/nobody/phien",
    "/nguoi-dung/{login}/phien/{id_hash}": "/nguoi-dung/nobody/phien/tat-ca",
    "/tro-giup": "/tro-giup",
    "/su-kien": "/su-kien?id={id}",
}
"""Where each route is asked for; a new route has no row and fails the test below."""

ROUTES = [
    (method, route)
    for screen in PAGES
    for route in screen.router.routes
    if isinstance(route, APIRoute)
    for method in sorted((route.methods or set()) - {"HEAD"})
]
GUARDED = [(method, route) for method, route in ROUTES if (method, route.path) not in OPEN]
ABOUT_ONE = [
    (m, r) for m, r in GUARDED if "{one}" in ADDRESSES.get(r.path, "") or "{ref}" in r.path
]


def named(pair: tuple[str, APIRoute]) -> str:
    return f"{pair[0]} {pair[1].path}"


def viewers_of(route: APIRoute) -> Iterator[Allowed]:
    """The viewer types in a route's signature, however deep."""
    waiting = [route.dependant]
    while waiting:
        dependant = waiting.pop()
        if isinstance(dependant.call, Allowed):
            yield dependant.call
        waiting += dependant.dependencies


def asked(browser: Browser, method: str, route: APIRoute, own: str) -> Any:
    ref = own.removeprefix("kl/").partition("/")[0]
    address = ADDRESSES[route.path].format(one=path_of(own), ref=ref, id=own)
    return browser.send_form(address) if method == "POST" else browser.get(address)


@pytest.mark.parametrize("pair", ROUTES, ids=named)
def test_every_route_has_a_viewer_type_and_a_row(pair: tuple[str, APIRoute]) -> None:
    """Whoever adds a route says who may use it, and where these tests find it."""
    method, route = pair

    assert (method, route.path) in OPEN or route.path in ADDRESSES
    assert (method, route.path) in OPEN or list(viewers_of(route))


@pytest.mark.parametrize("who", ["nobody", "expired", "idle", "revoked", "disabled"])
@pytest.mark.parametrize("pair", GUARDED, ids=named)
def test_without_a_session_that_holds_nothing_is_shown(
    site: Site, without: dict[str, Browser], shared_one: str, pair: tuple[str, APIRoute], who: str
) -> None:
    """Never signed in, ended, idle, revoked, or the account disabled: 401, and not a word of the work."""
    answer = asked(without[who], *pair, shared_one)

    assert answer.status_code in {401, 403}
    assert SECRET not in answer.text
    assert pair[0] == "POST" or answer.status_code == 401


@pytest.mark.parametrize("pair", GUARDED, ids=named)
def test_a_role_that_the_route_does_not_name_is_refused(
    site: Site, signed_in: dict[str, Browser], shared_one: str, pair: tuple[str, APIRoute]
) -> None:
    """403 for every role outside the viewer type, and not a word of the work."""
    allowed = frozenset[Role].intersection(*(one.roles for one in viewers_of(pair[1])))
    outside = [login for login, (role, _) in PEOPLE.items() if role not in allowed]

    for login in outside:
        answer = asked(signed_in[login], *pair, shared_one)
        assert answer.status_code == 403, (login, answer.status_code)
        assert SECRET not in answer.text


@pytest.mark.parametrize("login", ["other", "otheroffice"])
@pytest.mark.parametrize("pair", ABOUT_ONE, ids=named)
def test_another_agency_does_not_learn_that_the_work_exists(
    site: Site,
    signed_in: dict[str, Browser],
    shared_one: str,
    pair: tuple[str, APIRoute],
    login: str,
) -> None:
    """An assignment of others is not found, as one that is not there; a screen of other roles answers nothing."""
    allowed = frozenset[Role].intersection(*(one.roles for one in viewers_of(pair[1])))
    answer = asked(signed_in[login], *pair, shared_one)

    assert answer.status_code == (404 if PEOPLE[login][0] in allowed else 403)
    assert SECRET not in answer.text


@pytest.mark.parametrize("login", ["other", "otheroffice"])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/nhiem-vu",
        "/nhiem-vu.csv",
        "/nhiem-vu?q=noi+dung",
        "/thong-bao",
        "/qua-han",
        "/qua-han.csv",
        f"/lich/han.ics?thang={FAR:%Y-%m}",
    ],
)
def test_lists_hold_only_what_is_theirs(
    site: Site, signed_in: dict[str, Browser], shared_one: str, login: str, address: str
) -> None:
    """Lists, searches and exports are scoped like pages."""
    answer = signed_in[login].get(address)

    assert answer.status_code == 200
    assert SECRET not in answer.text
    assert shared_one not in answer.text


@pytest.mark.parametrize(
    "login", ["officer", "focal", "chief", "coordinator", "supervisor", "auditor"]
)
def test_those_concerned_find_it(
    site: Site, signed_in: dict[str, Browser], shared_one: str, login: str
) -> None:
    """The standing office, the lead agency and those who watch the whole read it, in the list and on its page."""
    assert SECRET in signed_in[login].get(path_of(shared_one)).text
    assert SECRET in signed_in[login].get("/nhiem-vu?q=noi dung chi nguoi").text


@pytest.fixture(scope="module")
def shared_one(site: Site) -> str:
    from tests.cli.written import LEAD, a_conclusion, a_directive

    conclusion = a_conclusion(a_directive(text=f"{SECRET} được đọc"))
    site.program.start(conclusion)
    return f"kl/{conclusion['ref']}/1@{LEAD}"


@pytest.fixture(scope="module")
def signed_in(site: Site) -> Iterator[dict[str, Browser]]:
    browsers = _Fresh(site)
    yield browsers
    browsers.close()


@pytest.fixture(scope="module")
def without(site: Site) -> Iterator[dict[str, Browser]]:
    """Browsers whose session does not hold (any more)."""
    made = {"nobody": site.browser(kept=True)}
    for name, change in (
        ("expired", "ends_at = clock_timestamp() - interval '1 second'"),
        ("idle", "seen_at = clock_timestamp() - interval '31 minutes'"),
        ("revoked", "revoked_at = clock_timestamp()"),
    ):
        made[name] = site.browser("officer", kept=True)
        site.sql(f"UPDATE session SET {change} WHERE id_hash = $1", _hash(made[name]))  # noqa: S608 - a list above
    site.sql(
        "INSERT INTO account (login, name, office, role, password_hash, created_by) "
        "SELECT 'gone', name, office, role, password_hash, 'tests' FROM account WHERE login = 'officer' ON CONFLICT DO NOTHING"
    )
    made["disabled"] = site.browser("gone", kept=True)
    site.sql("UPDATE account SET disabled_at = clock_timestamp() WHERE login = 'gone'")
    yield made
    for browser in made.values():
        browser.close()


def _hash(browser: Browser) -> str:
    from console.auth import COOKIE, hash_of

    return hash_of(str(browser.cookies.get(COOKIE)))


class _Fresh(dict[str, Browser]):
    """Signs in when asked for, and again after a test has signed out."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self._site = site

    def __getitem__(self, login: str) -> Browser:
        from console.auth import COOKIE

        if login not in self or COOKIE not in super().__getitem__(login).cookies:
            self[login] = self._site.browser(login, kept=True)
        return super().__getitem__(login)

    def close(self) -> None:
        for browser in self.values():
            browser.close()
