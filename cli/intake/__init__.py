"""An official document from a terminal: what it asks for, a review to edit, the approval that starts the conclusion.

`dondoc intake FILE` reads; `save`, `drafts`, `open` and `discard` keep reviews in the register;
`approve` starts the conclusion and `verify` checks its certificate.
"""

from cli.intake import approving, drafting, reading
from cli.intake.group import app

__all__ = ["app", "approving", "drafting", "reading"]
