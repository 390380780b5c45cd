"""Reading an inline run: what each rule of the parser took of it, and where.

The parser is that of editions, so that nothing is seen here otherwise than there; its rules
are only asked less often, and watched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from transpipe.document import Definitions, Document
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.helpers import Helpers
from transpipe.markdown.inline import InlineRule, dispatch, has_address
from transpipe.markdown.parser import parser

__all__ = [
    "Environment",
    "Reading",
    "Seen",
    "environment",
    "is_no_mark",
    "is_word",
    "normalize",
    "read",
]


@dataclass(eq=False, slots=True)
class Environment:
    """What a run needs to know to be read: its dialect and its document's definitions."""

    dialect: Dialect
    definitions: Definitions
    references: dict[str, dict[str, str]] = field(default_factory=dict)
    footnotes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        links = self.definitions.links
        self.references = {label: {"href": href, "title": ""} for label, href in links.items()}
        self.footnotes = dict.fromkeys((f":{one}" for one in self.definitions.footnotes), -1)

    def env(self, content: str) -> dict[str, Any]:
        """Return the environment that the parser reads a run in."""
        return {
            "references": self.references,
            "footnotes": {"refs": dict(self.footnotes), "list": {}},
            "whole": content,
            "seen": [],
            "left": {},
            "ends": {},
        }


class _Same:
    """A key that is equal to itself alone, and keeps what it stands for alive."""

    __slots__ = ("definitions", "dialect")

    def __init__(self, definitions: Definitions, dialect: Dialect) -> None:
        self.definitions = definitions
        self.dialect = dialect

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Same)
            and self.definitions is other.definitions
            and self.dialect == other.dialect
        )

    def __hash__(self) -> int:
        return id(self.definitions)


def environment(document: Document, dialect: Dialect) -> Environment:
    """Return what the runs of a document need to know to be read."""
    global _last  # noqa: PLW0603 - a cache of one: a document's runs are asked for in a row
    definitions, known = document.definitions, _last
    if known is None or known[0] is not definitions or known[1] is not dialect:
        _last = known = definitions, dialect, _made_environment(definitions, dialect)
    return known[2]  # not of _last: another thread may have asked about its document


_last: tuple[Definitions, Dialect, Environment] | None = None


def _made_environment(definitions: Definitions, dialect: Dialect) -> Environment:
    if not definitions.links and not definitions.footnotes:
        return _bare_environment(dialect)
    return _environment(_Same(definitions, dialect))


@lru_cache(maxsize=1 << 12)  # as long as it is the same, its runs need not be read again
def _environment(same: _Same) -> Environment:
    return Environment(same.dialect, same.definitions)


@lru_cache(maxsize=64)
def _bare_environment(dialect: Dialect) -> Environment:
    return Environment(dialect, Definitions())


normalize = lru_cache(maxsize=1 << 12)(normalizeLink)
"""Returns an address as it is written into the page: percent-encoded, its host in ASCII."""


class Seen(NamedTuple):
    """Something that a rule of the parser took.

    Attributes:
        rule: the rule's name.
        start: where it began.
        end: where it ended.
        inner: where the text of a link or image ends; ``start`` where there is none.
        tokens: what came of it.
        scope: the list of delimiters that a mark of emphasis belongs to.
        opens: whether CommonMark lets a mark of emphasis open.
        closes: whether it lets it close.

    """

    rule: str
    start: int
    end: int
    inner: int = 0
    tokens: Sequence[Token] = ()
    scope: Sequence[object] = ()
    opens: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A parsed run.

    Attributes:
        seen: what each rule took, in order.
        tokens: the tokens, those of inline footnotes last.
        left: by the place of a mark of emphasis, how many of its characters stay visible.

    """

    seen: Sequence[Seen]
    tokens: Sequence[Token]
    left: Mapping[int, int]


def read(content: str, environment: Environment) -> Reading:
    """Parse a run."""
    env = environment.env(content)
    tokens: list[Token] = []
    md = _reader(environment.dialect, addresses=has_address(content), www="www." in content)
    md.inline.parse(content, md, env, tokens)
    env["seen"].sort(key=lambda one: one.start)
    for note in env["footnotes"]["list"].values():
        tokens += note.get("tokens", ())
    return Reading(env["seen"], tokens, env["left"])


def is_word(character: str) -> bool:
    """Tell whether a character is neither white space nor punctuation to CommonMark."""
    return not (character.isspace() or isMdAsciiPunct(ord(character)) or isPunctChar(character))


def is_no_mark(content: str, start: int, end: int) -> bool:
    """Tell whether a mark was not meant to be one: between spaces, or as in ``snake_case``."""
    before, after = content[start - 1 : start] or " ", content[end : end + 1] or " "
    if before.isspace() and after.isspace():
        return True
    return content[start] == "_" and is_word(before) and is_word(after)


@cache
def _reader(dialect: Dialect, *, addresses: bool, www: bool) -> MarkdownIt:
    """Return the dialect's parser, told to say what each of its rules took.

    It lets every scheme through, for a target with a forbidden one must be seen. Whether a
    run may have bare addresses is known before; without them it need not stop at each colon.

    Its methods are replaced, not wrapped: ``validateLink`` and ``normalizeLink`` are where
    markdown-it lets users decide on links, and nothing else tells where a link's label ends.
    """
    md = parser.__wrapped__(dialect)
    md.normalizeLink = normalize  # type: ignore[method-assign]
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    md.helpers = _Helpers()  # type: ignore[assignment]
    dispatch(
        md,
        lambda name, rule: _OBSERVERS.get(name, _taken)(name, rule),
        addresses=addresses,
        www=www,
    )
    md.inline.ruler2.before("fragments_join", "left", _count_left)
    return md


class _Helpers(Helpers):
    """The parser's helpers, which remember where the labels of links end."""

    @staticmethod
    def parseLinkLabel(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N802, N803 - theirs
        end = Helpers.parseLinkLabel(state, start, disableNested)
        if state.src is state.env["whole"]:
            state.env["ends"][start] = end
        return end


def _count_left(state: StateInline) -> None:
    """Note what is left of each mark of emphasis once they are paired."""
    if state.src is not state.env["whole"]:
        return
    for one in state.env["seen"]:
        if one.rule == "emphasis":
            left = sum(token.type == "text" and bool(token.content) for token in one.tokens)
            state.env["left"][one.start] = left


# Each of these wraps a rule so that ``env["seen"]`` collects what it takes of the run itself.


def _unseen(_name: str, rule: InlineRule) -> InlineRule:
    return rule


def _taken(name: str, rule: InlineRule) -> InlineRule:
    def observed(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if not rule(state, silent):
            return False
        if not silent and state.src is state.env["whole"]:
            state.env["seen"].append(Seen(name, start, state.pos, start))
        return True

    return observed


def _taken_code(name: str, rule: InlineRule) -> InlineRule:
    def observed(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent and state.src is state.env["whole"]:
            made = [token for token in state.tokens[count:] if token.type == "code_inline"]
            state.env["seen"].append(Seen(name, start, state.pos, start, made))
        return True

    return observed


def _taken_link(name: str, rule: InlineRule) -> InlineRule:
    label = int(name == "image")

    def observed(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if not rule(state, silent):
            return False
        if not silent and state.src is state.env["whole"]:
            inner = state.env["ends"][start + label]
            state.env["seen"].append(Seen(name, start, state.pos, inner))
        return True

    return observed


def _taken_mark(name: str, rule: InlineRule) -> InlineRule:
    def observed(state: StateInline, silent: bool) -> bool:
        start, scope = state.pos, state.delimiters
        if not rule(state, silent):
            return False
        if state.src is state.env["whole"]:
            length = state.pos - start
            first = scope[-length]
            made = state.tokens[-length:]
            seen = Seen(name, start, state.pos, start, made, scope, first.open, first.close)
            state.env["seen"].append(seen)
        return True

    return observed


def _taken_address(name: str, rule: InlineRule) -> InlineRule:
    def observed(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        pending = len(state.pending)
        if not rule(state, silent):
            return False
        if not silent and state.src is state.env["whole"]:
            before = state.tokens[count]  # what a bare address left before itself
            start -= pending - (len(before.content) if before.type == "text" else 0)
            state.env["seen"].append(Seen(name, start, state.pos, start))
        return True

    return observed


_OBSERVERS: Mapping[str, Callable[[str, InlineRule], InlineRule]] = {
    "newline": _unseen,
    "escape": _unseen,
    "backticks": _taken_code,
    "emphasis": _taken_mark,
    "link": _taken_link,
    "image": _taken_link,
    "gfm_autolink_www": _taken_address,
    "gfm_autolink_protocol": _taken_address,
    "gfm_autolink_email": _taken_address,
}
