"""Signing in: the first administrator, sessions that end, survive and are revoked, and attempts that are counted."""

import re

import pytest

from console.auth import COOKIE, hash_of
from tests.cli.program import Program
from tests.console.site import PASSWORD, Site


def test_the_first_administrator_signs_in_once_and_chooses_another_password(bare: Program) -> None:
    """The password is printed at the first start only, and is good for nothing but choosing another."""
    site = Site(bare.serve())
    login, printed = site.first_password()
    browser = site.browser()

    page = site.sign_in(browser, login, printed)

    assert "/mat-khau" in str(page.url)
    assert "/mat-khau" in str(browser.get("/van-hanh").url)
    changed = browser.send_form(
        "/mat-khau", old=printed, new="bốn từ dễ nhớ", again="bốn từ dễ nhớ"
    )
    assert changed.status_code == 200
    assert "/mat-khau" not in str(changed.url)
    browser.close()
    bare.stop()
    (bare.folder / "up.log").unlink()
    again = Site(bare.serve())
    assert "★" not in (bare.folder / "up.log").read_text()
    assert again.sign_in(again.browser(), login, printed).status_code == 403
    assert again.sign_in(again.browser(), login, "bốn từ dễ nhớ").status_code == 200
    assert 0 == bare.stop()


def test_a_session_survives_a_restart(bare: Program) -> None:
    """Who was signed in goes on working; the database holds the session, not the process."""
    site = Site(bare.serve())
    browser = site.browser("officer")
    session = str(browser.cookies.get(COOKIE))
    bare.stop()

    again = Site(bare.serve())

    other = again.browser()
    other.cookies.set(COOKIE, session)
    assert other.get("/").status_code == 200
    assert 0 == bare.stop()


def test_the_database_holds_neither_password_nor_session_id(site: Site) -> None:
    """A copy of the tables signs nobody in."""
    browser = site.browser("officer")
    session = str(browser.cookies.get(COOKIE))

    kept = site.sql("SELECT password_hash FROM account WHERE login = 'officer'")

    assert kept.startswith("$argon2id$")
    assert site.sql("SELECT count(*) FROM session WHERE id_hash = $1", session) == 0
    assert site.sql("SELECT count(*) FROM session WHERE id_hash = $1", hash_of(session)) == 1


def test_signing_out_ends_the_session_in_the_database(site: Site) -> None:
    """The old cookie is worth nothing afterwards."""
    browser = site.browser("officer")
    session = str(browser.cookies.get(COOKIE))

    browser.send_form("/logout")

    browser.cookies.set(COOKIE, session)
    assert browser.get("/").status_code == 401


def test_a_person_ends_their_session_elsewhere(site: Site) -> None:
    """The list of one's own sessions has a button for each."""
    here, elsewhere = site.browser("chief"), site.browser("chief")
    other = hash_of(str(elsewhere.cookies.get(COOKIE)))

    here.send_form(f"/phien/{other}/ket-thuc")

    assert elsewhere.get("/").status_code == 401
    assert here.get("/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(site: Site) -> None:
    """The id of a session is not enough."""
    mine, theirs = site.browser("chief"), site.browser("focal")

    mine.send_form(f"/phien/{hash_of(str(theirs.cookies.get(COOKIE)))}/ket-thuc")

    assert theirs.get("/").status_code == 200


@pytest.mark.parametrize("login", ["auditor", "nobody.at.all"])
def test_wrong_passwords_pause_signing_in(site: Site, login: str) -> None:
    """After five wrong attempts even the right password waits; an unknown login is treated alike."""
    for _ in range(5):
        refused = site.sign_in(site.browser(), login, "sai mật khẩu")
        assert refused.status_code == 403
        assert "chưa đúng" in refused.text

    paused = site.sign_in(site.browser(), login, PASSWORD)

    assert paused.status_code == 429
    site.sql("DELETE FROM access_log WHERE act = 'sign_in_refused'")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Site) -> None:
    """HttpOnly and SameSite; Secure wherever there is TLS."""
    browser = site.browser()
    page = browser.get("/login")
    token = re.search(r'name="_token" value="([^"]+)"', page.text)
    assert token

    answer = browser.post(
        "/login",
        data={"login": "officer", "password": PASSWORD, "_token": token[1]},
        follow_redirects=False,
    )

    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/x\r\nset-cookie: a=b",
        "javascript:alert(1)",
    ],
)
def test_going_on_never_leads_elsewhere(site: Site, to: str) -> None:
    """After sign-in and after choosing a language one stays in the console."""
    answer = site.browser().get("/ngon-ngu/en", params={"to": to}, follow_redirects=False)

    assert answer.headers["location"] == "/"
    assert "a=b" not in str(answer.headers)
