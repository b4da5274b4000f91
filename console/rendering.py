"""Pages from templates: escaped by default, in the reader's language, with what every page shows around its own part."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import PackageLoader, StrictUndefined

from console import cells, looks, static_files
from console.auth import Viewer, console_of, form_token, lang_of, viewer_or_none
from console.cells import short_of
from console.compiling import Compiling
from console.forms import FIELD
from console.navigation import entries_for
from schemas.agencies import name_of
from schemas.labels import ROLES, Lang, word
from schemas.wording import day_text, moment_text, number_text, weekday_text

MOST_SHOWN: Final = 120


@lru_cache(maxsize=2)
def _environment(lang: Lang) -> Compiling:
    made = Compiling(
        loader=PackageLoader("console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )

    def t(vi: str, en: str) -> str:
        return vi if lang == "vi" else en

    made.known = {"t": t, "static": static_files.address_of, "icon": cells.icon}
    made.globals |= {
        **made.known,
        "name_of": name_of,
        "short_of": short_of,
        "looks": looks,
        "cells": cells,
        "tag": cells.tag,
        "body": cells.body,
        "href_of": cells.href_of,
        "token_field": FIELD,
    }
    for name, function in _IN_LANGUAGE.items():
        made.filters[name] = partial(function, lang=lang)
    return made


def load_ahead() -> None:
    """Compile every page in both languages; called in a thread a little after the start, so that no reader waits for it."""
    for lang in ("vi", "en"):
        made = _environment(lang)
        for name in made.list_templates():
            made.get_template(name)


async def page(request: Request, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """One page for whoever is signed in."""
    viewer = await viewer_or_none(request)
    console = console_of(request)
    lang = lang_of(request)
    around = {
        "request": request,
        "lang": lang,
        "viewer": viewer,
        "role": word(ROLES, viewer.role, lang) if viewer else "",
        "screens": entries_for(viewer) if viewer else (),
        "is_demo": console.is_demo,
        "now": await console.now(),
        "today": shown.pop("today", None) or await console.today(),
        "here": request.url.path,
        "address": _address(request),
        "token": (lambda: form_token(viewer.key)) if viewer else (lambda: ""),
    }
    made = _environment(lang).get_template(template).render(around | shown)
    return HTMLResponse(made, status_code=status)


def see_other(request: Request, path: str) -> RedirectResponse:
    """After an act: the browser asks for the page that shows what came of it."""
    return RedirectResponse(path, status_code=303)


def is_local(path: str) -> bool:
    """Whether a path to go on to stays in this console."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and "\n" not in path


def _address(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


_IN_LANGUAGE: Final[Mapping[str, Callable[..., str]]] = {
    "day": day_text,
    "moment": moment_text,
    "weekday": weekday_text,
    "number": number_text,
}

__all__ = ["Viewer", "is_local", "load_ahead", "page", "see_other", "short_of"]
