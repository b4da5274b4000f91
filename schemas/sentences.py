"""What a refusal or a problem says to a person: what happened, why, and what to do, in both languages.

One row per reason, in the table of its subject: the Vietnamese sentence and remedy, then the English
ones. Words in braces come from the refusal; `state` and `missing_parts` are translated on the way.
"""

from collections.abc import Mapping
from typing import Any, Final

from schemas.labels import REPORT_PARTS, Lang, state_word, word
from schemas.refusals import Refusal
from schemas.sentence import Sentence
from schemas.sentences_of_acts import OF_ACTS
from schemas.sentences_of_documents import OF_DOCUMENTS
from schemas.sentences_of_forms import OF_FORMS
from schemas.sentences_of_services import OF_SERVICES
from schemas.states import ReportPart, State

TABLES: Final = (OF_ACTS, OF_FORMS, OF_DOCUMENTS, OF_SERVICES)
"""A reason stands in one of them only."""
SENTENCES: Final[Mapping[str, Sentence]] = {
    reason: row for table in TABLES for reason, row in table.items()
}


def sentence_of(reason: str, said: Mapping[str, Any], lang: Lang) -> tuple[str, str]:
    """The sentence and the remedy for a reason; a reason without a row says so itself."""
    row = SENTENCES.get(reason)
    if row is None:
        return reason, ""
    words = _Said(_translated(said, lang))
    if lang == "vi":
        return row.vi.format_map(words), row.vi_remedy.format_map(words)
    return row.en.format_map(words), row.en_remedy.format_map(words)


def refusal_text(refusal: Refusal, lang: Lang) -> str:
    """The sentence of a refusal, for one line of log or for `ApplicationError.message`."""
    return sentence_of(refusal.reason, refusal.said, lang)[0]


class _Said(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def _translated(said: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    words = dict(said)
    if "state" in words:
        words["state"] = state_word(State(words["state"]), lang)
    if "missing_parts" in words:
        parts = (ReportPart(one) for one in words["missing_parts"])
        words["missing_parts"] = [word(REPORT_PARTS, one, lang) for one in parts]
    for name, value in words.items():
        if isinstance(value, list | tuple):
            words[name] = ", ".join(str(one) for one in value) or "–"
    return words
