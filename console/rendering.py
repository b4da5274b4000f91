"""Pages from templates: escaped by default, in the reader's language, with what every page shows around its own part."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from console import looks, static_files
from console.auth import Viewer, console_of, form_token, lang_of, viewer_or_none
from console.forms import FIELD
from console.navigation import entries_for
from schemas.agencies import agency, name_of
from schemas.labels import ROLES, Lang, word
from schemas.wording import day_text, moment_text

MOST_SHOWN: Final = 120


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {
        "static": static_files.address_of,
        "name_of": name_of,
        "short_of": short_of,
        "looks": looks,
        "icon_drawn": icon_drawn,
        "tag_drawn": tag_drawn,
        "body_drawn": body_drawn,
        "token_field": FIELD,
    }
    for name, function in _IN_LANGUAGE.items():
        made.filters[name] = _localised(function)
    made.globals["t"] = pass_context(lambda context, vi, en: vi if context["lang"] == "vi" else en)
    return made


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
    made = _environment().get_template(template).render(around | shown)
    return HTMLResponse(made, status_code=status)


def see_other(request: Request, path: str) -> RedirectResponse:
    """After an act: the browser asks for the page that shows what came of it."""
    return RedirectResponse(path, status_code=303)


def short_of(code: str) -> str:
    """The short name of a body, or what stands for it."""
    body = agency(code)
    return body.short_name if body else code


@lru_cache(maxsize=512)
def icon_drawn(name: str) -> Markup:
    """A symbol; lists draw the same few hundreds of times."""
    sheet = static_files.address_of("vendor/tabler-icons-3.51.0/icons.svg")
    return Markup(
        '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    ).format(sheet, name)


@lru_cache(maxsize=4096)
def tag_drawn(tag: looks.Tag | None) -> Markup:
    """A label with its symbol, or nothing."""
    if tag is None:
        return Markup()
    return Markup('<span class="tag {}">{}<span>{}</span></span>').format(
        tag.look, icon_drawn(tag.icon), tag.text
    )


@lru_cache(maxsize=4096)
def body_drawn(code: str) -> Markup:
    """The short name of a body, its full name behind it."""
    return Markup('<abbr title="{} ({})">{}</abbr>').format(name_of(code), code, short_of(code))


def is_local(path: str) -> bool:
    """Whether a path to go on to stays in this console."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and "\n" not in path


def _address(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def _localised(function: Callable[..., Any]) -> Callable[..., Any]:
    @pass_context
    def localised(context: Context, value: Any) -> Any:
        return function(value, lang=context["lang"])

    return localised


def _number(value: float | int | None, *, lang: Lang) -> str:
    if value is None:
        return "–"
    text = f"{value:,.10g}" if isinstance(value, float) else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


def _weekday(day: date | str, *, lang: Lang) -> str:
    known = date.fromisoformat(day) if isinstance(day, str) else day
    names = (
        ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
        if lang == "vi"
        else ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    )
    return names[known.weekday()]


_IN_LANGUAGE: Final[Mapping[str, Callable[..., Any]]] = {
    "day": lambda value, *, lang: day_text(value, lang),
    "moment": lambda value, *, lang: moment_text(value, lang),
    "weekday": _weekday,
    "number": _number,
}

__all__ = ["Viewer", "is_local", "page", "see_other", "short_of"]
