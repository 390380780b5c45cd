"""Block rules, each shown only the lines that it may begin.

Markdown-it tries every rule on every line. Most rules can begin with a few characters
only, the others depend on what the lines below begin with; asking that first gives the
same tokens in half the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markdown_it.rules_block import StateBlock

__all__ = ["BlockRule", "one_of"]

BlockRule = Callable[[StateBlock, int, int, bool], bool]

_FIRST = {
    "fence": "`~",
    "container_admonition": ":",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*-+0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
"""What the line of a rule begins with; rules that are not named may begin with anything."""

_FIRST_AHEAD = {**_FIRST, "deflist": ":~"}
"""The same where a rule only tells whether it interrupts a block."""

_NEAR = 12
"""How many lines of a paragraph are looked at for the underline of a heading."""


def one_of(rules: Mapping[str, BlockRule], *, ahead: bool = False) -> BlockRule:
    """Return a rule that tries, in order, those of the rules that a line may begin.

    ``ahead`` is for rules that only ever tell whether they interrupt a block.
    """
    firsts = _FIRST_AHEAD if ahead else _FIRST
    gated = {name: _gated(name, rule) for name, rule in rules.items()}
    by_first = {
        character: [
            rule for name, rule in gated.items() if character in firsts.get(name, character)
        ]
        for character in "".join(firsts.values())
    }
    others = [rule for name, rule in gated.items() if name not in firsts]

    def rule_of_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        position = state.bMarks[start] + state.tShift[start]
        for rule in by_first.get(state.src[position : position + 1], others):
            if rule(state, start, end, silent):
                return True
        return False

    return rule_of_line


def _first(state: StateBlock, line: int) -> str:
    position = state.bMarks[line] + state.tShift[line]
    return state.src[position : position + 1]


def _gated(name: str, rule: BlockRule) -> BlockRule:
    may_begin = _BELOW.get(name)
    if may_begin is None:
        return rule

    def gated(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return may_begin(state, start, end, silent) and rule(state, start, end, silent)

    return gated


def _before_delimiters(state: StateBlock, start: int, end: int, _silent: bool) -> bool:
    return start + 1 < end and _first(state, start + 1) in "|-:"


def _before_underline(state: StateBlock, start: int, end: int, _silent: bool) -> bool:
    """Look a few lines ahead; the rule itself knows where a paragraph ends."""
    src, begins, shifts, ends = state.src, state.bMarks, state.tShift, state.eMarks
    last = min(start + _NEAR, end)
    for line in range(start + 1, last):
        position = begins[line] + shifts[line]
        if position >= ends[line]:
            return False
        if src[position] in "-=":
            return True
    return last < end


def _before_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """When silent, deflist looks for a further definition, else for a term."""
    line = start if silent else start + 1
    if line < end and not silent and state.isEmpty(line):
        line += 1
    return line < end and _first(state, line) in ":~"


_BELOW: dict[str, Callable[[StateBlock, int, int, bool], bool]] = {
    "table": _before_delimiters,
    "lheading": _before_underline,
    "deflist": _before_definition,
}
