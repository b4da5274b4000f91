"""From a failure to an exit code and a sentence: the one translation of the command line (interfaces, "Exit codes").

Refusals bring their reason from policy, mistyped commands from Typer; everything else is a service
that is away, or our own fault.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from typer import TyperException

from cli.words import Lang
from cli.words.problems import PROBLEMS

FAILED, MALFORMED, NOT_FOUND, REFUSED, UNREACHABLE, NO_RIGHT = 1, 2, 3, 4, 5, 6
FOUND_OVERDUE: Final = 10

EXIT_OF_CODE: Final[Mapping[str, int]] = {
    "WrongState": REFUSED,
    "NoRight": NO_RIGHT,
    "Conflict": REFUSED,
    "UnknownTarget": NOT_FOUND,
    "OtherPacket": REFUSED,
    "Malformed": MALFORMED,
    "MissingDocument": REFUSED,
    "Fault": FAILED,
    "Unreachable": UNREACHABLE,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A failure as the reader gets it."""

    code: str
    message: str
    remedy: str
    line: int | None = None
    field: str | None = None
    differences: tuple[dict[str, Any], ...] = ()

    @property
    def exit_code(self) -> int:
        return EXIT_OF_CODE[self.code]

    def as_json(self) -> dict[str, Any]:
        """The document on standard error."""
        said: dict[str, Any] = {
            "code": self.code,
            "message": self.message,
            "remedy": self.remedy,
            "line": self.line,
            "field": self.field,
            "differences": list(self.differences) or None,
        }
        error = {name: value for name, value in said.items() if value is not None}
        found = {"differences": list(self.differences)} if self.differences else {}
        return {"error": error} | found


def problem_of(failure: Exception, lang: Lang) -> Problem:
    """What a failure means for the one who typed the command."""
    if isinstance(failure, TyperException):
        return _of_usage(failure, lang)
    from local.leash import AlreadyRunning, CannotStart
    from schemas.refusals import MalformedInput, Refusal, Unreachable

    match failure:
        case Refusal():
            return _told(failure.code.value, failure.reason, failure.said, lang)
        case MalformedInput():
            said = failure.said | ({"field": failure.field} if failure.field else {})
            return _told("Malformed", failure.reason, said, lang, line=failure.line)
        case Unreachable():
            return _told("Unreachable", failure.reason, failure.said, lang)
        case AlreadyRunning():
            said = {"folder": failure.folder, "pid": failure.pid or "?"}
            return _told("Conflict", "already_running", said, lang)
        case CannotStart():
            return _told("Unreachable", "cannot_start", {"problem": str(failure)}, lang)
    if type(failure).__name__ == "IntakeRefusal":
        return _of_document(failure, lang)
    reason, code = _foreign(failure)
    return _told(code, reason, {"problem": f"{type(failure).__name__}: {failure}"}, lang)


def _told(
    code: str, reason: str, said: Mapping[str, Any], lang: Lang, *, line: int | None = None
) -> Problem:
    own = PROBLEMS.get(reason)
    if own is not None:
        words = _Words(said)
        message, remedy = (
            own.what.in_(lang).format_map(words),
            own.remedy.in_(lang).format_map(words),
        )
    else:
        from schemas.sentences import sentence_of

        message, remedy = sentence_of(reason, said, lang)
    name = said.get("field")
    return Problem(
        code=code,
        message=message,
        remedy=remedy,
        line=line,
        field=str(name) if name is not None else None,
        differences=tuple(said.get("differences", ())),
    )


def _of_document(failure: Any, lang: Lang) -> Problem:
    """A document that intake does not take in; it brings its own sentences."""
    sentence = failure.sentence(lang)
    line = failure.said.get("line")
    return Problem(
        code="WrongState" if failure.code == "Unfinished" else "Malformed",
        message=f"{sentence.what} {sentence.why}",
        remedy=sentence.remedy,
        line=int(line) if str(line).isdigit() else None,
        field=failure.said.get("field"),
    )


class _Words(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def _of_usage(failure: TyperException, lang: Lang) -> Problem:
    """A mistyped command line. Typer's own sentences are English, so the usual ones are said again."""
    context = getattr(failure, "ctx", None)
    said: dict[str, Any] = {
        "command": context.command_path if context is not None else "dondoc",
        "problem": failure.format_message(),
    }
    parameter = getattr(failure, "param", None)
    if parameter is not None:
        said["field"] = _shown(parameter)
    reason = "usage"
    match type(failure).__name__:
        case "NoSuchOption":
            reason = "no_such_option"
            said["field"] = said["given"] = getattr(failure, "option_name", "?")
            said["near"] = ", ".join(getattr(failure, "possibilities", None) or ()) or "–"
        case "MissingParameter":
            reason = "missing"
        case "BadParameter" if parameter is not None:
            reason, said["problem"] = "bad_value", failure.message
        case "UsageError" if failure.message.startswith("No such command"):
            quoted = failure.message.split("'")
            reason, said["given"] = "no_such_command", quoted[1]
            said["near"] = ", ".join(quoted[3::2]) or "–"
        case "UsageError" if failure.message.startswith("Missing command"):
            reason = "no_command"
    return _told("Malformed", reason, said, lang)


def _shown(parameter: Any) -> str:
    """An option as it is typed, an argument as help shows it."""
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name).upper()


def _foreign(failure: Exception) -> tuple[str, str]:
    """Failures of libraries: a service that went away in the middle, or our own fault.

    Told apart by name, so that a mistyped command does not load the libraries.
    """
    origin = type(failure).__module__.partition(".")[0]
    names = {one.__name__ for one in type(failure).__mro__}
    if origin == "temporalio" and "RPCError" in names:
        return "engine_lost", "Unreachable"
    lost = {"PostgresConnectionError", "InterfaceError", "OperatorInterventionError"}
    if (origin == "asyncpg" and names & lost) or "ConnectionError" in names:
        return "database_lost", "Unreachable"
    return "unexpected", "Fault"
