"""The real `dondoc` as a program: what it is told, what it answers, what is left when it has ended."""

import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

CHECKOUT = Path(__file__).parents[2]
PATIENCE_S = 120.0
_NAMES = ("DONDOC_", "TEMPORAL_")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Answer:
    """How one call ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output; the call must have succeeded in giving one."""
        assert self.out, f"no document, exit {self.code}: {self.err}"
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """What standard error says is wrong."""
        error: dict[str, Any] = json.loads(self.err)["error"]
        return error


class Program:
    """`dondoc` on one data folder, in an environment that names nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._up: subprocess.Popen[str] | None = None

    def __call__(self, *words: str, **environment: str) -> Answer:
        """One call, as a person or a cron job makes it."""
        done = subprocess.run(
            [sys.executable, "-m", "cli", *words],
            cwd=CHECKOUT,
            env=self.environment() | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def ask(self, *words: str) -> Any:
        """The JSON document of a call that must succeed."""
        answer = self(*words, "--json")
        assert answer.code == 0, answer.err
        return answer.json

    def refused(self, *words: str) -> tuple[int, str]:
        """Exit code and refusal code of a call that must fail."""
        answer = self(*words, "--json")
        assert answer.code != 0, answer.out
        return answer.code, answer.error["code"]

    def start(self, conclusion: dict[str, Any]) -> dict[str, Any]:
        """Start a conclusion from a file of its own."""
        started: dict[str, Any] = self.ask("start", str(self.written(conclusion)))
        return started

    def written(self, conclusion: Any) -> Path:
        """The conclusion, or any text, as a file."""
        text = conclusion if isinstance(conclusion, str) else _yaml(conclusion)
        path = self.folder / f"given-{next(_numbers)}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def serve(self) -> Self:
        """`dondoc up` until `stop`; returns when its run file is there."""
        log = (self.folder / "up.log").open("a")
        self._up = subprocess.Popen(
            [sys.executable, "-m", "cli", "up"],
            cwd=CHECKOUT,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            text=True,
        )
        log.close()
        give_up_at = time.monotonic() + PATIENCE_S
        while not (self.folder / "run.json").exists():
            ended = self._up.poll()
            if ended is not None or time.monotonic() > give_up_at:
                raise AssertionError(f"exit {ended}: {(self.folder / 'up.log').read_text()}")
            time.sleep(0.02)
        return self

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to end; its exit code, which must come within the promised 20 s."""
        assert self._up is not None
        self._up.send_signal(number)
        code = self._up.wait(20)
        self._up = None
        return code

    def end(self) -> None:
        """End what a failed test left running."""
        if self._up is not None:
            self._up.kill()
            self._up.wait(20)
            self._up = None

    def environment(self) -> dict[str, str]:
        """Ours without what names another system."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(_NAMES)}
        # Compiled once for all calls, as an installed program is.
        inherited.pop("PYTHONDONTWRITEBYTECODE", None)
        return inherited | {
            "DONDOC_DATA_DIR": str(self.folder),
            "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "dondoc-tests-compiled"),
        }


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
