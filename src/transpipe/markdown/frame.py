"""The HTML of an edition's blocks, with holes for its runs and for words in its language.

Editions with the same blocks that show the same kinds of text have one frame; they differ in
what fills its holes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from transpipe.markdown import shape
from transpipe.markdown.finish import slug, unique
from transpipe.markdown.inline import parse_run
from transpipe.markdown.marking import Shown, Tongue, shows_words
from transpipe.markdown.parser import active, parser
from transpipe.markdown.pieces import LANG, LANG_SAID, Clean, Look, Pieces
from transpipe.markdown.renderer import HOLE, Wording, hole, words_to_come, writer
from transpipe.markdown.segments import SEGMENTS
from transpipe.markdown.skeleton import RUN, Skeleton
from transpipe.markdown.titles import Names, names_of
from transpipe.text import interleaved

__all__ = ["Clean", "Flow", "Frame", "View", "frame", "frame_with_notes"]

_DONE = frozenset({"normalize", "block", "inline", "text_join"})
_RUN_HOLE = "run "
"""What the name of a run's hole begins with, before its number."""


class View(NamedTuple):
    """How an edition is shown.

    Attributes:
        shown: what stands in each of its segments; empty if translations stand everywhere.
        source: the source's language.
        reader: the edition's language; a hole, but for its direction, unless the text names the
            language that stands for a hole.
        titles: the names of alerts and admonitions that have a title of the page's own.

    """

    shown: tuple[Shown, ...]
    source: Tongue
    reader: Tongue
    titles: frozenset[str]

    @classmethod
    def of(
        cls,
        shown: Sequence[Shown],
        source: Tongue,
        reader: Tongue,
        titles: Iterable[str],
        text: str,
    ) -> View:
        """Return how editions of a text are shown in the languages that read as a reader's does."""
        alike = reader if LANG in text else Tongue(LANG, reader.dir)
        is_translated = shown.count(Shown.TARGET) == len(shown)
        return cls(
            () if is_translated else tuple(shown),
            alike if reader == source else source,
            alike,
            frozenset(titles),
        )

    @property
    def at(self) -> Callable[[int], Shown]:
        """Tells what stands in a segment."""
        return self.shown.__getitem__ if self.shown else lambda _: Shown.TARGET


@dataclass(frozen=True, slots=True)
class Flow:
    """HTML with holes.

    Attributes:
        parts: the HTML before, between and after the holes.
        holes: what belongs into each: the number of a run, or the place of a word among all
            words, counted from their end.
        words: the names of the words.

    """

    parts: tuple[str, ...]
    holes: tuple[int, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, html: str) -> Flow:
        """Return HTML by its holes."""
        parts = html.split(HOLE)
        names = parts[1::2]
        words = tuple(dict.fromkeys(name for name in names if not name.startswith(_RUN_HOLE)))
        places = {name: place - len(words) for place, name in enumerate(words)}
        holes = (
            places[name] if name in places else int(name.removeprefix(_RUN_HOLE)) for name in names
        )
        return cls(tuple(parts[::2]), tuple(holes), words)

    def filled(self, runs: Sequence[str], say: Callable[[str], str]) -> str:
        """Return the HTML with its holes filled.

        Args:
            runs: HTML of the runs.
            say: returns a word by its name, as HTML.

        """
        values = [*runs, *map(say, self.words)]
        return interleaved(self.parts, map(values.__getitem__, self.holes))


@dataclass(frozen=True, slots=True)
class Frame:
    """The blocks of an edition as HTML.

    Attributes:
        heading: the heading of level 1 that comes first; may be empty.
        text: all the rest.
        is_clean: whether both are as the sanitizer leaves them, whatever clean text without
            blocks fills their holes.
        has_bare: whether there is text in it that is not to be translated.
        names: what may name it.
        shown: the numbers of the runs that are shown.

    """

    heading: Flow
    text: Flow
    is_clean: bool
    has_bare: bool
    names: Names
    shown: frozenset[int]


def frame(skeleton: Skeleton, view: View, clean: Clean | None) -> Frame:
    """Return the frame of the editions without footnotes that have the blocks of a skeleton."""
    if not view.shown:
        made = _cached(skeleton, view._replace(source=view.reader), clean)
        if not made.has_bare or view.source == view.reader:
            return made  # nothing in it tells languages apart
    return _cached(skeleton, view, clean)


@lru_cache(maxsize=4)  # for the languages in which all is translated
def _cached(skeleton: Skeleton, view: View, clean: Clean | None) -> Frame:
    if view.shown:
        return _frame(_common_ground(skeleton, view.reader, view.titles, clean), view)
    # where all is translated no other frame of the same blocks is likely: they take much room
    tokens = _settled(skeleton, skeleton.tokens(), skeleton.env())
    return _frame(_ground(skeleton, tokens, view.reader, view.titles, clean=clean), view)


class _Ground(NamedTuple):
    """What frames of the same blocks have in common.

    Attributes:
        pieces: the blocks.
        head: how many tokens the title takes where it comes first.
        length: how many there are.
        names: what may name a page of them.
        wording: the holes for words.

    """

    pieces: Pieces
    head: int
    length: int
    names: Names
    wording: Wording


@lru_cache(maxsize=2)  # that of a document, for both directions
def _common_ground(
    skeleton: Skeleton, reader: Tongue, titles: frozenset[str], clean: Clean | None
) -> _Ground:
    tokens = _settled(skeleton, skeleton.tokens(), skeleton.env())
    return _ground(skeleton, tokens, reader, titles, clean=clean, again=True)


def frame_with_notes(
    skeleton: Skeleton,
    view: View,
    clean: Clean | None,
    *,
    written: list[str],
    parsed: dict[int, Sequence[Token]],
    owners: Mapping[int, range],
    env: dict[str, Any],
) -> tuple[Frame, Mapping[int, str]]:
    """Return the frame of one edition that has footnotes, and their ids by their numbers.

    Args:
        skeleton: its blocks.
        view: how it is shown.
        clean: the sanitizer.
        written: the HTML of its runs; one is put to them for each run of footnotes inside of runs.
        parsed: the runs that are parsed, by their numbers, to which those are put, too.
        owners: the segments of those footnotes, by their numbers.
        env: what its runs were parsed in.

    """
    tokens = _settled(skeleton, skeleton.tokens(), env)
    number = -1
    for token in tokens:
        if token.type == "footnote_open":
            number = token.meta["id"]
        elif token.type == "inline" and RUN not in token.meta:
            token.meta[RUN] = len(written)
            parsed[len(written)] = token.children or []
            written.append("")
            if number in owners:
                token.meta[SEGMENTS] = owners[number]
    notes = _note_ids(tokens, parsed, skeleton.ids)
    ground = _ground(skeleton, tokens, view.reader, view.titles, clean=clean, notes=notes)
    return _frame(ground, view), notes


def _settled(skeleton: Skeleton, tokens: list[Token], env: dict[str, Any]) -> list[Token]:
    """Return the tokens with footnotes at the end."""
    if "footnotes" not in env:
        return tokens
    md = parser(skeleton.source.dialect)
    state = StateCore(skeleton.source.body, md, env, _apart(tokens))
    for name, rule in active(md.core.ruler).items():
        if name not in _DONE:
            rule(state)
    return state.tokens


def _apart(tokens: Iterable[Token]) -> list[Token]:
    """Return tokens with each footnote that is defined inside of another one behind that.

    The plug-in takes a footnote for ended where the first one inside of it ends.
    """
    done: list[Token] = []
    behind: list[Token] = []
    notes: list[list[Token]] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            notes.append([])
        (notes[-1] if notes else done).append(token)
        if token.type == "footnote_reference_close":
            note = notes.pop()
            if notes:
                behind += note
            else:
                done += note + behind
                behind = []
    return done


def _note_ids(
    tokens: Iterable[Token], parsed: Mapping[int, Sequence[Token]], taken: Iterable[str]
) -> dict[int, str]:
    """Return the ids of footnotes in the order of their references: after their labels."""
    ids: dict[int, str] = {}
    names = dict.fromkeys(taken, 0)
    for one in _shown_in_order(tokens, parsed):
        if one.type in ("footnote_ref", "footnote_open") and one.meta["id"] not in ids:
            name = slug(one.meta.get("label") or "note")
            ids[one.meta["id"]] = unique(f"fn-{name}", names)
    return ids


def _shown_in_order(
    tokens: Iterable[Token], parsed: Mapping[int, Sequence[Token]]
) -> Iterator[Token]:
    """Yield blocks, and what stands in the runs that are not HTML already."""
    for token in tokens:
        if token.type != "inline":
            yield token
        else:
            yield from parsed.get(token.meta[RUN], ())


def _ground(
    skeleton: Skeleton,
    tokens: list[Token],
    reader: Tongue,
    titles: frozenset[str],
    *,
    clean: Clean | None,
    notes: Mapping[int, str] = MappingProxyType({}),
    again: bool = False,
) -> _Ground:
    """Return what frames have in common of these blocks, which are given their holes."""
    for token in tokens:
        if token.type == "inline":
            token.children = [_in_place_of(token, skeleton)]
    wording = words_to_come(titles)
    shape.shape(tokens, skeleton.segments, wording, reader)
    head = shape.heading_length(tokens)
    shape.mark_lead(tokens[head:])
    write = writer(skeleton.source.dialect, wording, reader, notes)
    pieces = Pieces(tokens, write, clean, again=again)
    return _Ground(pieces, head, len(tokens), names_of(tokens), wording)


def _frame(ground: _Ground, view: View) -> Frame:
    look = Look(view.at, not view.shown, view.source, view.reader, ground.wording)
    pieces, head = ground.pieces, ground.head
    heading, is_first_clean = pieces.flow(0, head, look)
    text, is_rest_clean = pieces.flow(head, ground.length, look)
    said = LANG_SAID if view.reader.lang == LANG else ""
    first, rest = _flow(heading, said), _flow(text, said)
    return Frame(
        first,
        rest,
        is_first_clean and is_rest_clean,
        pieces.has_bare,
        ground.names,
        frozenset((*first.holes, *rest.holes)),
    )


def _in_place_of(run: Token, skeleton: Skeleton) -> Token:
    """Return what stands for the content of a run."""
    children = run.children
    if SEGMENTS not in run.meta and children is None:
        children = parse_run(run.content, skeleton.source.dialect, skeleton.env())
    reads = SEGMENTS in run.meta or shows_words(children or ())
    return Token("markup" if reads else "run", "", 0, content=hole(f"{_RUN_HOLE}{run.meta[RUN]}"))


def _flow(html: str, said: str) -> Flow:
    """Return HTML by its holes, one where the reader's language is said."""
    return Flow.of(html.replace(said, f' lang="{hole("lang")}"') if said else html)
