"""The same documents in other dress: tone style, form of letters, labels, cues, names, years, order of columns.

What a document asks of whom until when does not hang on how its writer numbers clauses or spells a tone.
The documents are drawn with a fixed seed, so the test is quick and the same each time.
"""

import json
import random
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

import intake

FOLDER = Path(__file__).parent / "documents"
NAMES = sorted(path.name.removesuffix(".gold.json") for path in FOLDER.glob("*.gold.json"))
DRAWN = 14
Said = tuple[tuple[str, ...], tuple[str, ...], str | None, bool]
OLD_TONES = {"òa": "oà", "óa": "oá", "ỏa": "oả", "ọa": "oạ", "ủy": "uỷ", "úy": "uý", "ụy": "uỵ"}
TWINS = {"Bộ Y tế": "Bộ Tư pháp", "Bộ Tư pháp": "Bộ Y tế", "Sở Y tế": "Sở Tư pháp", "Sở Tư pháp": "Sở Y tế"}  # fmt: skip
_TWIN = re.compile("|".join(TWINS))


def said(text: str, where: Path) -> list[Said]:
    """Leads, helpers, day and sureness of every directive of a text."""
    file = where / "restyled.txt"
    file.write_text(text, encoding="utf-8")
    document = intake.read(file)
    return [
        (tuple(one["lead_agencies"]), tuple(one["coordinating"]), one["deadline"], one["sure"])
        for one in intake.as_json(document, intake.propose(document))["directives"]
    ]


def drawn(seed: int, fits: Callable[[str], bool] = lambda _: True) -> list[str]:
    """Texts of documents, the same ones each time."""
    texts = [(FOLDER / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES]
    fitting = [text for text in texts if fits(text)]
    return random.Random(seed).sample(fitting, min(DRAWN, len(fitting)))


def in_old_tones(text: str) -> str:
    return re.sub(
        r"(?<![qQ])(òa|óa|ỏa|ọa|ủy|úy|ụy)(?![^\W\d_])", lambda found: OLD_TONES[found[0]], text
    )


def with_other_labels(text: str) -> str:
    """ "a)" becomes "a.", a dash a plus."""
    lettered = re.sub(r"(?m)^([a-zđ])\) ", r"\1. ", text)
    body = lettered.find("Kính gửi")
    tail = lettered.find("Nơi nhận")
    start = lettered.find("\n1", max(body, 0))
    end = tail if tail > 0 else len(lettered)
    has_plus = re.search(r"(?m)^\+ ", lettered)
    if start < 0 or has_plus:
        return lettered
    return lettered[:start] + re.sub(r"(?m)^- ", "+ ", lettered[start:end]) + lettered[end:]


@pytest.mark.parametrize(
    "restyle",
    [in_old_tones, with_other_labels, lambda text: unicodedata.normalize("NFD", text), lambda text: text.replace("\n", "\r\n"), lambda text: text.replace(" ", "\u00a0")],
    ids=["old tones", "other labels", "NFD", "CRLF", "hard blanks"],
)  # fmt: skip
def test_the_dress_of_a_document_changes_nothing(
    restyle: Callable[[str], str], tmp_path: Path
) -> None:
    """Tones, letters, line ends, blanks and labels may be written in any usual way."""
    for text in drawn(6):
        assert said(text, tmp_path) == [
            (tuple(map(unify, leads)), tuple(map(unify, helpers)), day, sure)
            for leads, helpers, day, sure in said(restyle(text), tmp_path)
        ], text[:200]


def unify(name: str) -> str:
    """Names as printed keep the tones of their document."""
    new = {old: one for one, old in OLD_TONES.items()}
    return re.sub(r"(?<![qQ])(oà|oá|oả|oạ|uỷ|uý|uỵ)(?![^\W\d_])", lambda found: new[found[0]], name)


def test_bodies_may_change_places(tmp_path: Path) -> None:
    """With two bodies exchanged everywhere, they are exchanged in what is proposed and nothing else changes."""

    def exchanged(words: str) -> str:
        return _TWIN.sub(lambda found: TWINS[found[0]], words)

    for text in drawn(7, lambda text: bool(_TWIN.search(text))):
        assert [
            (tuple(map(exchanged, leads)), tuple(map(exchanged, helpers)), day, sure)
            for leads, helpers, day, sure in said(text, tmp_path)
        ] == said(exchanged(text), tmp_path), text[:200]


def test_orders_may_be_given_in_other_words(tmp_path: Path) -> None:
    """ "Giao Sở A …", "Yêu cầu Sở A …" and "Phân công Sở A …" name the same doer."""
    for text in drawn(8, lambda text: "Giao Sở" in text or "Giao Bộ" in text):
        for cue in ("Yêu cầu", "Phân công"):
            restyled = re.sub(r"Giao (?=Sở [A-ZĐ]|Bộ [A-ZĐ])", f"{cue} ", text)
            assert [one[:3] for one in said(text, tmp_path)] == [
                one[:3] for one in said(restyled, tmp_path)
            ], (cue, text[:200])


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    """The head names the column, wherever it stands behind the number."""
    chance = random.Random(9)
    for name in NAMES:
        text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
        rows = [line for line in text.splitlines() if line.startswith("|")]
        widths = {line.count("|") for line in rows}
        has_parts = any(re.match(r"\| *(?:[IVX]+|[A-ZĐ]|) *\|", line) for line in rows)
        if len(rows) < 3 or len(widths) != 1 or has_parts:
            continue
        order = list(range(1, widths.pop() - 2 + 1))
        chance.shuffle(order)

        def shuffled(line: str, order: list[int] = order) -> str:
            if not line.startswith("|"):
                return line
            cells = line.split("|")[1:-1]
            return "|".join(["", cells[0], *(cells[at] for at in order), ""])

        restyled = "\n".join(shuffled(line) for line in text.split("\n"))
        assert said(text, tmp_path) == said(restyled, tmp_path), name


def test_the_readings_that_are_compared_are_there() -> None:
    """The comparison would hold for documents without directives too."""
    assert all(json.loads((FOLDER / f"{name}.gold.json").read_text()) for name in NAMES[:20])
