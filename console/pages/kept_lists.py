"""Lists that people keep: filters and columns under a name, for themselves or for their office.

Kept is what stands in the address, never rows; whoever opens a list sees what they may see.
"""

from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import Reader, TheConsole
from console.columns import USUAL, as_said, columns_in
from console.filters import Wanted, wanted_in
from console.forms import Form, text_in
from console.rendering import see_other
from register.views import LONGEST_NAME, MOST_KEPT, KeptView, drop_view, keep_view
from register.views import USUAL as UNNAMED
from schemas.refusals import MalformedInput

router = APIRouter(include_in_schema=False)


@router.post("/danh-sach-luu")
async def keep(request: Request, form: Form, viewer: Reader, console: TheConsole) -> Response:
    """The list as it is shown, under a name; the same name again takes its place."""
    name = " ".join(text_in(form, "name").replace("\0", "").split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise MalformedInput("view_name", field="name", most=LONGEST_NAME)
    wanted = _understood(text_in(form, "query"))
    view = KeptView(viewer.login, name, wanted.query, is_shared=text_in(form, "shared") == "1")
    if len(view.query) > _LONGEST_QUERY:
        raise MalformedInput("view_long", field="query", most=_LONGEST_QUERY)
    if not await keep_view(console.pool, view, viewer.office):
        raise MalformedInput("views_full", field="name", most=MOST_KEPT)
    return _back(request, wanted.query)


@router.post("/danh-sach-luu/xoa")
async def forget(request: Request, form: Form, viewer: Reader, console: TheConsole) -> Response:
    """One's own list is forgotten; one that is not there any more is no mistake."""
    await drop_view(console.pool, viewer.login, text_in(form, "name"))
    return _back(request, _understood(text_in(form, "query")).query)


@router.post("/danh-sach-luu/cot")
async def keep_columns(
    request: Request, form: Form, viewer: Reader, console: TheConsole
) -> Response:
    """These columns and this density whenever an address names none; the usual ones need not be kept."""
    chosen = {one for one in form.getlist("cot") if isinstance(one, str)}
    columns = columns_in(",".join(chosen))
    if columns is None:
        raise MalformedInput("filter_wrong", field="cot")
    density = "&gon=1" if text_in(form, "gon") == "1" else ""
    if (columns or USUAL) == USUAL and not density:
        await drop_view(console.pool, viewer.login, UNNAMED)
    else:
        said = f"cot={as_said(columns or USUAL)}{density}"
        await keep_view(console.pool, KeptView(viewer.login, UNNAMED, said), viewer.office)
    return _back(request, _understood(text_in(form, "query")).filters_only)


_LONGEST_QUERY = 2_000


def _understood(query: str) -> Wanted:
    wanted = wanted_in(dict(parse_qsl(query.replace("\0", ""))))
    if wanted.wrong:
        raise MalformedInput("filter_wrong", field=wanted.wrong[0])
    return wanted


def _back(request: Request, query: str) -> Response:
    return see_other(request, f"/nhiem-vu?{query}" if query else "/nhiem-vu")
