"""Person test 2: people find work whichever way they write – without marks, old or new placement of tones, by number or id."""

import pytest

from tests.cli.written import LEAD, a_conclusion, a_directive
from tests.console.site import Site

TEXT = "Uỷ ban nhân dân thành phố Huế tổ chức quản lý công trình thuỷ lợi đầu mối"


@pytest.fixture(scope="module")
def ref(site: Site) -> str:
    conclusion = a_conclusion(a_directive(text=TEXT), number="9123/TB-VPCP")
    site.program.start(conclusion)
    return str(conclusion["ref"])


@pytest.mark.parametrize(
    "typed",
    [
        "uy ban nhan dan thanh pho hue to chuc quan ly cong trinh thuy loi",
        "Uỷ ban nhân dân thành phố Huế",
        "Ủy ban nhân dân thành phố Huế",
        "thủy lợi đầu mối",
        "THUỶ LỢI ĐẦU MỐI",
        "Uy\u0309 ban nha\u0302n da\u0302n tha\u0300nh pho\u0302\u0301 Hue\u0302\u0301",
        "9123/TB",
    ],
)
def test_every_spelling_finds_the_same_work(site: Site, ref: str, typed: str) -> None:
    """Marks, their place, their Unicode form and capitals do not matter."""
    page = site.browser("officer").get("/nhiem-vu", params={"q": typed}).text

    assert f'href="/nhiem-vu/{ref}/1/{LEAD}"' in page


def test_an_id_is_found_as_it_is_copied(site: Site, ref: str) -> None:
    """The whole id, of one assignment."""
    page = site.browser("focal").get("/nhiem-vu", params={"q": f"kl/{ref}/1@{LEAD}"}).text

    assert page.count("<tr data-row>") == 1
