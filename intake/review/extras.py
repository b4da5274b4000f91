"""The parts of a review file beside directives and segments: acts to do, repetitions to decide, the draft's version."""

import json
import re
from typing import Any, Final

from intake.duplicates import Likeness
from intake.review.lined import Lined
from intake.review.model import DraftMark, Repeat, Review, Verdict

_ACTS: Final = {"tach": "split", "gop": "merge", "bo": "drop", "khong_giao_viec": "no_task"}
_ACT_FIELDS: Final = {"viec", "n", "truoc", "muc", "doan", "con_lai", "nguoi"}
_VERDICTS: Final = {"khac": Verdict.OTHER, "nhac_lai": Verdict.RENEWS}
_SAID: Final = {verdict: word for word, verdict in _VERDICTS.items()}
_DROP: Final = "bo"
_DRAFT_LINE: Final = re.compile(r"(?m)^ban_nhap:.*\n")


def read_acts(root: Lined) -> list[dict[str, Any]]:
    """The acts written under `viec`, each with its line."""
    if root.value("viec") is None:
        return []
    return [_act(one) for one in root.items("viec")]


def _act(one: Lined) -> dict[str, Any]:
    one.only(_ACT_FIELDS)
    name = one.one_of("viec", list(_ACTS))
    n = one.value("n")
    return {
        "act": _ACTS[name],
        "person": one.text("nguoi"),
        "n": one.whole_numbers("n") if isinstance(n, list) else one.whole("n"),
        "before": one.text("truoc") if name == "tach" else None,
        "clause": one.optional("muc"),
        "ids": list(one.texts("doan")),
        "rest": one.flag("con_lai"),
        "line": one.line,
    }


def plain_repeats(review: Review) -> list[dict[str, Any]]:
    """The repetitions as they stand in the file."""
    return [
        {
            "n": one.n, "giong": one.id, "kieu": one.like.value, "diem": one.score, "noi_dung": " ".join(one.said.split()),
            "quyet_dinh": _SAID[one.verdict] if one.verdict else None, "nguoi": one.person,
        }
        for one in review.repeats
    ]  # fmt: skip


def read_repeats(root: Lined) -> tuple[tuple[Repeat, ...], list[dict[str, Any]]]:
    """The repetitions with what was decided, and the acts that leave a directive out."""
    if root.value("trung_lap") is None:
        return (), []
    repeats, drops = [], []
    for one in root.items("trung_lap"):
        said, person, n = one.optional("quyet_dinh"), one.optional("nguoi"), one.whole("n")
        if said is not None and said not in {*_VERDICTS, _DROP}:
            one.refuse("quyet_dinh", "phải là một trong: khac, nhac_lai, bo")
        if said is not None and person is None:
            one.refuse("nguoi", "phải ghi tên người quyết định")
        if said == _DROP:
            if n is None:
                one.refuse("quyet_dinh", "cả văn bản đã có thì không duyệt tệp này, thay vì bỏ")
            drops.append({"act": "drop", "n": n, "person": person, "line": one.line})
        repeats.append(
            Repeat(
                like=Likeness(one.one_of("kieu", [like.value for like in Likeness])), id=one.text("giong"),
                score=float(one.value("diem") or 0), n=n, said=one.optional("noi_dung") or "",
                verdict=_VERDICTS.get(said or ""), person=person,
            )
        )  # fmt: skip
    unique = {act["n"]: act for act in drops}
    return tuple(repeats), list(unique.values())


def read_draft(root: Lined) -> DraftMark | None:
    """The version of the draft that the file was made from."""
    if root.value("ban_nhap") is None:
        return None
    said = root.child("ban_nhap")
    return DraftMark(
        said.text("id"), said.number("phien_ban"), said.text("nguoi"), said.text("luc")
    )


def draft_line(draft: DraftMark | None) -> str:
    """The one line that names the draft."""
    plain = (
        {"id": draft.id, "phien_ban": draft.version, "nguoi": draft.by, "luc": draft.at}
        if draft
        else None
    )
    return f"ban_nhap: {json.dumps(plain, ensure_ascii=False)}\n"


def with_draft_line(content: str, draft: DraftMark) -> str:
    """The same file, naming another version of the draft."""
    return _DRAFT_LINE.sub(lambda _: draft_line(draft), content, count=1)
