"""Markdown-it-py, told to say where each inline run stands in the text.

Its block rules know where the content of a line begins past every enclosing quote mark
and list indent: while a rule runs, ``bMarks[n] + tShift[n]``. Each rule that makes
something translatable is wrapped, so that its tokens carry the offsets of their lines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from transpipe.errors import TranspipeError
from transpipe.markdown.bare_links import make_linear
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.gates import BlockRule, one_of
from transpipe.markdown.helpers import Helpers
from transpipe.markdown.state import BlockState

__all__ = ["LINES", "Parsed", "active", "parse_blocks", "parser"]

InlineRule = Callable[[StateInline, bool], bool]

LINES = "lines"
"""Key in a token's ``meta``: the offsets ``(start, end)`` of each of its lines."""

_LOCATED = (
    "paragraph",
    "heading",
    "lheading",
    "html_block",
    "reference",
    "fence",
    "code",
    "table",
    "deflist",
    "container_admonition",
)
_CHAINS = ("paragraph", "reference", "blockquote", "list")


@dataclass(slots=True)
class Parsed:
    """The blocks of a text.

    Attributes:
        tokens: markdown-it's flat token stream; inline content is not parsed yet.
        env: link reference definitions, footnotes, and under ``too_deep`` the lines
            (from 0) from which text was dropped as nested too deeply.

    """

    tokens: list[Token]
    env: dict[str, Any]


@cache
def parser(dialect: Dialect) -> MarkdownIt:
    """Return a parser for a dialect; parsers are shared and hold no state of a text."""
    extensions = dialect.extensions
    md = MarkdownIt(
        "commonmark",
        {
            "html": True,
            "typographer": False,
            "maxNesting": dialect.max_nesting,
            "tasklists": "task-lists" in extensions,
            "alerts": "alerts" in extensions,
            "strikethrough_single_tilde": True,
        },
    )
    md.helpers = Helpers()  # type: ignore[assignment]
    if "tables" in extensions:
        md.enable("table")
    if "strikethrough" in extensions:
        md.enable("strikethrough")
    if "bare-links" in extensions:
        md.use(gfm_autolink_plugin)
        make_linear()
    if "footnotes" in extensions:
        md.use(footnote_plugin)
    if "definition-lists" in extensions:
        md.use(deflist_plugin)
    if "admonitions" in extensions:
        md.use(container_plugin, "admonition", validate=_is_admonition)
    _set_block_rules(md)
    _locate_breaks(md)
    _report_depth(md)
    return md


def parse_blocks(text: str, dialect: Dialect, name: str = "") -> Parsed:
    """Parse the blocks of a text whose line ends are LF alone.

    Raises:
        ValueError: the text has a CR.
        TranspipeError: S030, the dialect allows deeper nesting than Python can follow.

    """
    if "\r" in text:
        raise ValueError("line ends must be LF")
    parsed = Parsed([], {"too_deep": []})
    md = parser(dialect)
    try:
        state = BlockState(text, md, parsed.env, parsed.tokens)
        md.block.tokenize(state, 0, state.lineMax)
    except RecursionError:
        raise TranspipeError(
            "blocks nested too deeply to be read",
            path=name,
            code="S030",
            hint="Set max_nesting to 100, its default, or lower.",
        ) from None
    return parsed


def _is_admonition(info: str, markup: str) -> bool:  # noqa: ARG001 - the plug-in's signature
    return bool(info.strip())


def _set_block_rules(md: MarkdownIt) -> None:
    """Let each chain of block rules be one rule that tries only what a line may begin.

    The main chain makes tokens, so its rules locate them; the others only look ahead for
    what interrupts a block.
    """
    ruler = md.block.ruler
    rules = active(ruler)
    names = {rule: name for name, rule in rules.items()}
    chains = {
        chain: [one_of({names[rule]: rule for rule in ruler.getRules(chain)}, ahead=True)]
        for chain in _CHAINS
    }
    for name in _LOCATED:
        if name in rules:
            locate = _locate_definition if name == "reference" else _locate_lines
            rules[name] = locate(rules[name])
    chains[""] = [one_of(rules)]
    # Replaced, for Ruler.at keeps one rule a name, and the chains share their rules.
    ruler.getRules = lambda chainName="": chains[chainName]  # type: ignore[method-assign] # noqa: N803


def active(ruler: Ruler[Any]) -> dict[str, Any]:
    """Return the rules that are on, by name, in their order."""
    return dict(zip(ruler.get_active_rules(), ruler.getRules(""), strict=True))


def _locate_lines(rule: BlockRule) -> BlockRule:
    """Wrap a rule so that what it makes carries the offsets of its lines."""

    def located(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        first = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        if not silent:
            _locate(state, first)
        return True

    return located


def _locate(state: StateBlock, first: int) -> None:
    """Let the tokens from a number on know their lines, unless they do."""
    found: list[int] | None = None
    offsets: list[tuple[int, int]] = []
    for token in state.tokens[first:]:
        if token.map and token.nesting >= 0 and LINES not in token.meta:
            if token.map != found:  # a block and its run have the same
                found = token.map
                offsets = _offsets(state, *found)
            token.meta[LINES] = offsets


def _locate_definition(rule: BlockRule) -> BlockRule:
    """Wrap the rule of link reference definitions so that each one leaves a token."""

    def located(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not rule(state, start, end, silent):
            return False
        if not silent:
            token = Token("definition", "", 0, map=[start, state.line], hidden=True)
            token.level = state.level
            token.meta[LINES] = _offsets(state, start, state.line)
            state.tokens.append(token)
        return True

    return located


def _offsets(state: StateBlock, start: int, end: int) -> list[tuple[int, int]]:
    begins, shifts, ends = state.bMarks, state.tShift, state.eMarks
    return [(begins[n] + shifts[n], ends[n]) for n in range(start, max(end, start + 1))]


def _locate_breaks(md: MarkdownIt) -> None:
    """Wrap the inline rules so that ``env["breaks"]`` collects what stands at line ends.

    Maps the offset of a line end to ``True`` for a hard break, ``False`` for a soft one;
    ``env["html"]`` collects the ranges of inline HTML.
    """
    rules = active(md.inline.ruler)
    for name in ("newline", "escape", "html_inline"):
        md.inline.ruler.at(name, _observed(rules[name]))


def _observed(rule: InlineRule) -> InlineRule:
    def observed(state: StateInline, silent: bool) -> bool:
        seen = state.env.get("breaks")
        if seen is None or silent or state.src is not state.env["run"]:
            return rule(state, silent)
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        made = state.tokens[-1].type if len(state.tokens) > count else ""
        if made in ("softbreak", "hardbreak"):
            seen[state.src.index("\n", start)] = made == "hardbreak"
        elif made == "html_inline":
            state.env["html"].append((start, state.pos))
        return True

    return observed


def _report_depth(md: MarkdownIt) -> None:
    """Collect in ``env["too_deep"]`` where text is dropped, and drop no more than that.

    Left alone, the parser drops all that follows a list nested too deeply, silently.
    """
    tokenize = md.block.tokenize

    def reported(state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - theirs
        if state.level < md.options.maxNesting:
            tokenize(state, startLine, endLine)
            return
        line = state.skipEmptyLines(startLine)
        if line < endLine:
            state.env.setdefault("too_deep", []).append(line)
        while line < endLine and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
            line += 1
        state.line = line

    md.block.tokenize = reported  # type: ignore[method-assign]
