"""The OpenAPI document as a page to read and try: vendored, without inline script, under the policy of every page."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from console.static_files import address_of

router = APIRouter(include_in_schema=False)

_VENDORED = "vendor/swagger-ui-5.35.0"
_PAGE = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Đôn đốc · REST API</title>
<link rel="stylesheet" href="{css}">
<link rel="icon" href="{icon}">
</head>
<body>
<div id="api" data-document="openapi.json"></div>
<noscript><a href="openapi.json">openapi.json</a></noscript>
<script src="{bundle}"></script>
<script src="{start}"></script>
</body>
</html>
"""


@router.get("/docs")
async def docs() -> HTMLResponse:
    """Open to everybody: it says what the API takes and nothing of what the register holds."""
    return HTMLResponse(
        _PAGE.format(
            css=address_of(f"{_VENDORED}/swagger-ui.css"),
            icon=address_of("favicon.svg"),
            bundle=address_of(f"{_VENDORED}/swagger-ui-bundle.js"),
            start=address_of("api-docs.js"),
        )
    )
