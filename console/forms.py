"""What every form must bring: a token made for this session, from a page of ours.

The guard of the whole application refuses other origins before; this is the second lock.
"""

from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from console.auth import is_form_token, viewer_or_none

PRE_COOKIE: Final = "dondoc_pre"
"""Before sign-in the token is tied to this cookie."""
FIELD: Final = "_token"
MOST_FILES: Final = 50
MOST_FIELDS: Final = 400


class ForgedForm(Exception):
    """The form does not come from a page that this session was given."""


async def genuine_form(request: Request) -> AsyncIterator[FormData]:
    """The fields of a form whose token holds; its files are closed when the answer is made."""
    form = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS)
    try:
        viewer = await viewer_or_none(request)
        key = viewer.key if viewer else request.cookies.get(PRE_COOKIE, "")
        given = form.get(FIELD)
        if not key or not isinstance(given, str) or not is_form_token(key, given):
            raise ForgedForm
        yield form
    finally:
        await form.close()


Form = Annotated[FormData, Depends(genuine_form)]


def text_in(form: FormData, name: str) -> str:
    """A field as text without blanks at its ends; empty when it is missing or a file."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def files_in(form: FormData, name: str) -> list[UploadFile]:
    """The files somebody chose; browsers send an empty one when nobody did."""
    return [one for one in form.getlist(name) if isinstance(one, UploadFile) and one.filename]
