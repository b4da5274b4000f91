"""The application: pages, `/healthz`, static files; `console.api` adds the REST API under /api/v1.

`create_app` is given everything it works with and reads no environment. Served by `console.serving`.
"""

from typing import Final

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from console import static_files
from console.desk import Console
from console.errors import problem_page, translate_failures
from console.guard import Guard
from console.intake_jobs import Jobs
from console.later import ApiLater
from console.pages import (
    agency,
    api_tokens,
    assignment,
    assignments,
    conclusions,
    deadlines,
    draw,
    health,
    home,
    inbox,
    intake,
    intake_issue,
    intake_review,
    kept_lists,
    late,
    leaving,
    lists,
    live,
    operation,
    overview,
    papers,
    periods,
    post,
    review,
    rule_change,
    sign_in,
    source,
    users,
    working_days,
)
from console.pages import (
    help as helping,
)

PAGES: Final = (
    *(health, sign_in, home, inbox, helping),
    *(
        assignments,
        kept_lists,
        assignment,
        conclusions,
        source,
        rule_change,
        agency,
        late,
        deadlines,
        overview,
        periods,
    ),
    *(intake, intake_review, intake_issue, lists, review, draw, papers, leaving, live),
    *(users, api_tokens, working_days, operation, post),
)


def create_app(console: Console) -> FastAPI:
    """The console on these parts; its routes are found in `app.routes`, each with its viewer type."""
    app = FastAPI(title="Đôn đốc", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.console = console
    app.state.jobs = Jobs()
    translate_failures(app)
    app.include_router(static_files.router)
    for screen in PAGES:
        app.include_router(screen.router)
    app.state.api_later = ApiLater(console)
    app.mount("/api/v1", app.state.api_later)
    # One level more costs a list a third of a millisecond and saves it a twentieth of its ten kilobytes.
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=3)
    app.add_middleware(Guard, unexpected=problem_page)
    return app
