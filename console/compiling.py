"""Templates compiled for one language: what is known by then is written into them once.

Made by `console.rendering`, once for each language. `t("…", "…")`, the address of a file, a symbol named in the
template: their answers never change, so they become text between the moving parts. A list of fifty rows asks for
over a thousand of them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

__all__ = ["Compiling"]


class Compiling(Environment):
    """An environment in which calls of *known* functions with literal arguments are answered while compiling."""

    known: Mapping[str, Callable[..., str]]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Known(self.known).visit(super()._parse(source, name, filename))
        return tree


class _Known(NodeTransformer):
    def __init__(self, known: Mapping[str, Callable[..., str]]) -> None:
        self._known = known

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the name that Jinja looks for
        self.generic_visit(node)
        function = self._known.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        literal = [one.value for one in node.args if isinstance(one, nodes.Const)]
        is_bare = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        if function is None or len(literal) < len(node.args) or not is_bare:
            return node
        return _written(function(*literal), node)


def _written(answer: Any, node: nodes.Node) -> nodes.Node:
    """Markup stays markup, and a text is escaped where it comes out."""
    const = nodes.Const(str(answer), lineno=node.lineno, environment=node.environment)
    if not isinstance(answer, Markup):
        return const
    return nodes.MarkSafe(const, lineno=node.lineno, environment=node.environment)
