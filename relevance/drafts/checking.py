"""What a template may do, told from its text alone, so that no template can take time or memory.

Without loops, assignments, arithmetic on sizes, macros and other files, a draft is at most as long as
its template times the longest value, and is written in one pass. That is checked before anything runs;
Jinja's sandbox stands behind it.
"""

from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from relevance.drafts.kinds import VARIABLES
from relevance.errors import UsageError
from relevance.texts import _, number

__all__ = ["LONGEST_TEMPLATE", "check_template", "compiled"]

LONGEST_TEMPLATE = 10_000
"""Characters of a template."""

_DEEPEST = 40
_FUNCTIONS = ("gap", "pick")
_FILTERS = ("capitalize", "d", "default", "length", "lower", "title", "trim", "truncate", "upper")
_TESTS = ("defined", "false", "none", "number", "string", "true", "undefined")
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.If, nodes.CondExpr,
    nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand, nodes.Concat, nodes.Filter, nodes.Test,
    nodes.Call, nodes.Tuple, nodes.List, nodes.Add, nodes.Sub, nodes.Neg, nodes.Pos, nodes.Keyword,
)  # fmt: skip
_WORDS: dict[type[nodes.Node], str] = {
    nodes.For: "`for`",
    nodes.Assign: "`set`",
    nodes.AssignBlock: "`set`",
    nodes.With: "`with`",
    nodes.Include: "`include`",
    nodes.Import: "`import`",
    nodes.FromImport: "`import`",
    nodes.Extends: "`extends`",
    nodes.Block: "`block`",
    nodes.Macro: "`macro`",
    nodes.CallBlock: "`call`",
    nodes.FilterBlock: "a block of `filter`",
    nodes.Getattr: "a dot behind a name",
    nodes.Getitem: "square brackets behind a name",
    nodes.Mul: "`*`",
    nodes.Pow: "`**`",
    nodes.Div: "`/`",
    nodes.FloorDiv: "`//`",
    nodes.Mod: "`%`",
}

# Drafts are plain text for a text field, so nothing is escaped as in HTML.
_ENVIRONMENT = SandboxedEnvironment(
    autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def check_template(source: str, name: str) -> None:
    """Refuse a template that does not parse, or that uses what a template may not use.

    Args:
        source: its text.
        name: how to call it in the message.

    Raises:
        UsageError: with the line, what is wrong, and what a template may use.
    """
    compiled(source, name)


@lru_cache(maxsize=64)
def compiled(source: str, name: str) -> Template:
    """Return a checked template, ready to be filled.

    Raises:
        UsageError: as `check_template`.
    """
    if len(source) > LONGEST_TEMPLATE:
        msg = _(
            "The template {name} has {source} characters; at most {longest_template} are "
            "read. Shorten it.",
            name=name,
            source=number(len(source)),
            longest_template=number(LONGEST_TEMPLATE),
        )
        raise UsageError(msg)
    try:
        mistake = _mistake(_ENVIRONMENT.parse(source))
        if mistake is None:
            return _ENVIRONMENT.from_string(source)
    except TemplateSyntaxError as error:
        mistake = (error.lineno, f"{error.message}")
    except (RecursionError, MemoryError, SyntaxError):
        mistake = (None, _("it is nested too deeply"))
    except (ValueError, OverflowError) as error:
        mistake = (None, str(error))
    line, what = mistake
    place = _("{name}, line {line},", name=name, line=line) if line else name
    msg = _(
        "The template {place} cannot be used: {what}. It may use if, elif and else, the "
        "filters {filters}, gap(), pick(), and {variables}.",
        place=place,
        what=what,
        filters=", ".join(_FILTERS),
        variables=", ".join(VARIABLES),
    )
    raise UsageError(msg)


def _mistake(tree: nodes.Template) -> tuple[int | None, str] | None:
    """Return the line and what is wrong there, null where everything is allowed."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > _DEEPEST:
            return node.lineno, _("it is nested too deeply")
        what = _refusal(node)
        if what:
            return node.lineno, what
        waiting += [(child, depth + 1) for child in node.iter_child_nodes()]
    return None


def _refusal(node: nodes.Node) -> str | None:
    if not isinstance(node, _ALLOWED):
        return _(
            "{what} is not allowed",
            what=_WORDS.get(type(node), f"`{type(node).__name__.casefold()}`"),
        )
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        return _("there is no filter `{name}`", name=node.name)
    if isinstance(node, nodes.Test) and node.name not in _TESTS:
        return _("there is no test `{name}`", name=node.name)
    if isinstance(node, nodes.Name) and node.name not in {*VARIABLES, *_FUNCTIONS}:
        return _("there is no `{name}`", name=node.name)
    return _call_refusal(node) if isinstance(node, nodes.Call) else None


def _call_refusal(node: nodes.Call) -> str | None:
    if not (isinstance(node.node, nodes.Name) and node.node.name in _FUNCTIONS):
        return _("only gap() and pick() can be called")
    name = node.node.name
    if node.kwargs or node.dyn_args or node.dyn_kwargs or not node.args:
        return _("{name}() takes texts in quotes, at least one", name=name)
    if name == "gap" and len(node.args) > 1:
        return _("gap() takes one text in quotes")
    return None
