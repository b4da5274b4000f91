"""`python -m tests.console.pictures`: the pictures of the README, taken of a demo that is being served (`make demo`).

Signs in with the demo's accounts, takes in a notice, and writes `docs/images/*.png`. Needs Chromium.
"""

import json
import re
import time
from pathlib import Path
from typing import Any

import httpx2
from playwright.sync_api import Browser, Page, sync_playwright

from tests.intake.files import NOTICE, font, pdf_of, scanned

CHECKOUT = Path(__file__).parents[2]
IMAGES = CHECKOUT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
DESK, PHONE = (1280, 800), (390, 780)
LATE = "/nhiem-vu/ubqgcds-phien-06-2023/24/G02"
PICTURES = (
    ("viec-cua-toi", "chuyenvien", "/", DESK),
    ("tong-hop", "giamsat", "/tong-hop", DESK),
    ("so-sanh-ky", "giamsat", "/tong-hop/ky?ky=2023-Q4", DESK),
    ("nhiem-vu", "chuyenvien", LATE, DESK),
    ("danh-sach", "giamsat", "/nhiem-vu?nhom=qua-han", DESK),
    ("duyet-de-xuat", "chuyenvien", "{draft}#n1", DESK),
    ("lich", "quantri", "/lich-lam-viec?nam=2026", DESK),
    ("dien-thoai", "giamsat", "/tong-hop", PHONE),
)


def main() -> None:
    """Every picture, with its size."""
    run = json.loads((CHECKOUT / ".dondoc" / "demo" / "run.json").read_text())
    passwords = {one["login"]: one["password"] for one in run["accounts"]}
    draft = taken_in(run["console_url"], passwords["chuyenvien"])
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        desks: dict[str, Page] = {}
        for name, login, path, size in PICTURES:
            if login not in desks:
                desks[login] = signed_in(chromium, run["console_url"], login, passwords[login])
            file = IMAGES / f"{name}.png"
            take(desks[login], path.format(draft=draft), size, file)
            print(f"{file.relative_to(CHECKOUT)}  {file.stat().st_size // 1024} kB")
        chromium.close()


def signed_in(chromium: Browser, url: str, login: str, password: str) -> Page:
    """A browser of one person."""
    page = chromium.new_context(locale="vi-VN", base_url=url).new_page()
    page.goto("/login")
    page.fill("#login", login)
    page.fill("#password", password)
    page.press("#password", "Enter")
    page.wait_for_url("**/")
    return page


def take(page: Page, path: str, size: tuple[int, int], file: Path) -> None:
    """One picture, when everything on it is there."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(path, timeout=120_000)
    page.wait_for_load_state("networkidle", timeout=5_000) if "#" in path else None
    page.wait_for_timeout(400)
    page.screenshot(path=file)


def taken_in(url: str, password: str) -> str:
    """The address of the review of a scanned notice, or of a PDF where nothing recognises scans."""
    face = font()
    assert face, "no TrueType font with Vietnamese letters"
    data = scanned(pdf_of(NOTICE, face))
    with httpx2.Client(base_url=url, follow_redirects=True, timeout=120) as browser:
        form: dict[str, Any] = {"login": "chuyenvien", "password": password}
        browser.post("/login", data=form | {"_token": token_in(browser.get("/login").text)})
        page = browser.post(
            "/tiep-nhan",
            data={"_token": token_in(browser.get("/tiep-nhan").text)},
            files=[("file", ("415-TB-VPCP.pdf", data, "application/pdf"))],
        )
        until = time.monotonic() + 120
        while "/viec/" in str(page.url) and time.monotonic() < until:
            time.sleep(0.5)
            page = browser.get(str(page.url))
        return str(page.url.path)


def token_in(page: str) -> str:
    """The token of a form."""
    found = re.search(r'name="_token" value="([^"]+)"', page)
    assert found
    return found[1]


if __name__ == "__main__":
    main()
