"""What attackers send is inert: markup, forged forms, formulas, file names, headers, sizes."""

import re
import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from console.acts.uploads import harmless
from console.auth import COOKIE, form_token
from console.exports import safe
from console.guard import MOST_BYTES, POLICY
from tests.cli.written import LEAD, TODAY, a_conclusion, a_directive
from tests.console.site import Browser, Site, an_act, path_of

MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{7*7}}${7*7}<%= 7*7 %>",
    '<a href="javascript:alert(1)">x</a>',
    "<style>@import 'http://evil.example'</style>",
]
ALIVE = re.compile(
    r"<script>alert|<img src=x|<svg/onload|<iframe srcdoc|<style>@import|href=\"javascript:",
    re.IGNORECASE,
)


@pytest.mark.parametrize("payload", MARKUP)
def test_markup_in_the_text_of_a_directive_is_shown_as_text(site: Site, payload: str) -> None:
    """On every page that shows it, and in the list."""
    conclusion = a_conclusion(
        a_directive(text=f"Việc {payload}", product=payload),
        title=f"Kết luận {payload}",
        source=payload,
    )
    site.program.start(conclusion)
    ref, officer = conclusion["ref"], site.browser("officer")

    pages = [
        officer.get(address).text
        for address in (
            f"/nhiem-vu/{ref}/1/{LEAD}",
            f"/thong-bao/{ref}",
            "/thong-bao",
            f"/nhiem-vu?kl={ref}",
            "/",
        )
    ]

    assert not [page for page in pages if ALIVE.search(page)]
    assert "49" not in re.findall(r"Việc [^<]*", pages[0])[0]


@pytest.mark.parametrize("payload", MARKUP)
def test_markup_that_people_type_is_shown_as_text(site: Site, one: str, payload: str) -> None:
    """In the story, in a form that is shown again, in the search, in the address."""
    focal = site.browser("focal")
    an_act(focal, one, "acknowledge", note=payload)

    pages = [
        focal.get(path_of(one)).text,
        an_act(focal, one, "request_extension", new_due_on=payload, reason=payload).text,
        focal.get("/nhiem-vu", params={"q": payload, "cq": payload, "den": payload}).text,
        focal.get("/login", params={"next": payload}).text,
        focal.get(f"/{payload[:10]}").text,
    ]

    assert not [page for page in pages if ALIVE.search(page)]


@pytest.mark.parametrize("payload", MARKUP)
def test_markup_in_addresses_and_forms_of_the_newer_screens_is_shown_as_text(
    site: Site, payload: str
) -> None:
    """The purpose of a token, the name of an uploaded file, periods, searches, ids that are not there."""
    admin, officer = site.browser("admin2"), site.browser("officer")
    files = [("file", (f"{payload}.pdf", b"MZ", "application/pdf"))] * 2

    pages = [
        admin.send_form("/ma-api", login="focal", purpose=payload, days="1", scope="read").text,
        admin.get("/co-quan", params={"q": payload}).text,
        officer.send_form("/tiep-nhan", files=files).text,
        officer.get("/tong-hop/ky", params={"ky": payload}).text,
        officer.get(f"/viec/{payload[:12]}").text,
        officer.get(f"/co-quan/{payload[:12]}").text,
    ]

    assert not [page for page in pages if ALIVE.search(page)]


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(site: Site) -> None:
    """A strict content policy on every page, and no page needs more than it."""
    answer = site.browser("officer").get("/tong-hop")

    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert not re.search(r"<script(?! src=\"/static/)", answer.text)
    assert not re.search(r"\sstyle=|\son[a-z]+=", answer.text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", answer.text)
    assert {"nosniff", "DENY"} <= set(answer.headers.values())


@pytest.mark.parametrize("token", ["", "x", "a.b", None, "other"])
def test_a_form_without_its_token_is_refused(site: Site, one: str, token: str | None) -> None:
    """No token, a wrong one, or that of another session: nothing is done."""
    focal = site.browser("focal")
    given = form_token("somebody else's session") if token == "other" else token
    fields = {} if given is None else {"_token": given}

    answer = focal.post(f"{path_of(one)}/acknowledge", data=fields)

    assert answer.status_code == 403
    assert site.program.ask("show", one)["state"] == "assigned"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_another_site_is_refused_whatever_it_brings(
    site: Site, one: str, headers: dict[str, str]
) -> None:
    """The browser says where a form comes from; a good token does not help."""
    focal = site.browser("focal")
    token = form_token(str(focal.cookies.get(COOKIE)))

    answer = focal.post(f"{path_of(one)}/acknowledge", data={"_token": token}, headers=headers)

    assert answer.status_code == 403
    assert site.program.ask("show", one)["state"] == "assigned"


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        '=HYPERLINK("http://evil.example")',
        "=cmd|'/c calc'!A1",
    ],
)
def test_a_formula_in_an_export_is_text(site: Site, cell: str) -> None:
    """Spreadsheets run what begins like a formula, unless an apostrophe stands before it."""
    text = cell.strip() or cell
    conclusion = a_conclusion(a_directive(text=text))
    site.program.start(conclusion)

    rows = site.browser("officer").get("/nhiem-vu.csv", params={"kl": conclusion["ref"]}).text

    assert safe(cell) == f"'{cell}"
    assert not [row for row in rows.splitlines() if re.search(r'(?:^|,)"?[=+@-]', row)]


NAMES = [
    "../../../etc/passwd",
    "..\\..\\windows\\system32\\x.pdf",
    "/etc/shadow",
    "C:\\x.pdf",
    "....//....//x.pdf",
    "a\x00.pdf",
    "x\r\nSet-Cookie: a=b.pdf",
    'x";filename="y.exe',
    "<script>alert(1)</script>.pdf",
    "đ" * 300 + ".pdf",
    ".",
    "",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_file_name_leads_nowhere(name: str) -> None:
    """What is kept is the last part, without anything that a file system or a header would understand."""
    kept = harmless(name)

    assert kept
    assert len(kept.encode()) <= 120
    assert not set(kept) & set('/\\\r\n\0<>:"|?*')
    assert kept not in {".", ".."}


@pytest.mark.parametrize(
    "name", [one for one in NAMES if one and "\r" not in one and "\0" not in one]
)
def test_a_file_with_such_a_name_is_kept_under_its_hash(
    site: Site, one: str, name: str, tmp_path: Path
) -> None:
    """It is stored, told, and given back under a harmless name."""
    focal = site.browser("focal")
    an_act(focal, one, "acknowledge")
    content = b"%PDF-1.7 " + tmp_path.name.encode()

    page = an_act(
        focal, one, "submit_evidence", files=[("files", (name, content, "application/pdf"))],
        document_no="1", document_date=TODAY.isoformat(),
    )  # fmt: skip

    assert not ALIVE.search(page.text)
    kept = site.program.ask("show", one)["evidence"]
    if page.status_code != 200:  # a name whose ending is no document's: told, and nothing is kept
        assert (422, []) == (page.status_code, kept)
        return
    (file,) = kept[0]["files"]
    assert not set(file["name"]) & set('/\\\r\n<>"')
    answer = focal.get(f"{path_of(one)}/tep/{file['sha256']}")
    assert content == answer.content
    assert "a=b" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/worker.py",
        "/static//etc/passwd",
        "/static/vendor/../../auth.py",
        "/static/console.css%00.js",
        "/nhiem-vu/..%2f..%2fetc/1/G18",
        "/thong-bao/..%2f..%2f",
    ],
)
def test_no_address_leads_outside(site: Site, path: str) -> None:
    """Files come from a list, ids from a pattern."""
    browser = site.browser("officer")

    answer = browser.send(
        httpx2.Request(
            "GET", site.url + path, headers={"cookie": f"{COOKIE}={browser.cookies[COOKIE]}"}
        )
    )

    assert answer.status_code == 404
    assert "import " not in answer.text


def test_what_is_too_large_is_refused_before_it_is_read(site: Site) -> None:
    """By its announced length: the answer comes although not one byte of the body was sent."""
    address = urlsplit(site.url)
    head = f"POST /tiep-nhan HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: {MOST_BYTES + 1}\r\n\r\n"

    with socket.create_connection(
        (str(address.hostname), int(address.port or 0)), timeout=10
    ) as line:
        line.sendall(head.encode())
        answer = line.recv(200).decode()

    assert answer.startswith("HTTP/1.1 413")


@pytest.mark.parametrize("path", ["/nhiem-vu?sau=x", "/nhiem-vu?sau=%00", "/nhiem-vu?phien=99999999999", "/nhiem-vu?q=%00",
                                  "/nhiem-vu/x/0/G18", "/nhiem-vu/x/99999999/G18", "/nhat-ky?truoc=x", "/qua-han?theo=%00"])  # fmt: skip
def test_nonsense_in_an_address_is_no_fault_of_ours(site: Site, path: str) -> None:
    """A page that says what is wrong, and never a 500."""
    answer = site.browser("officer").get(path)

    assert answer.status_code < 500


def test_a_page_that_is_not_there_says_so_in_the_readers_language(site: Site) -> None:
    """What happened, and what to do, in Vietnamese and in English."""
    browser: Browser = site.browser("officer")

    vietnamese = browser.get("/nhiem-vu/khong-co/1/G18")
    browser.get("/ngon-ngu/en")
    english = browser.get("/nhiem-vu/khong-co/1/G18")

    assert (404, 404) == (vietnamese.status_code, english.status_code)
    assert "Không tìm thấy" in vietnamese.text
    assert "Not found" in english.text
    assert '<html lang="en">' in english.text
