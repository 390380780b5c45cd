"""HTML of the inline runs that need no parser: text alone, and what is alike to its source.

A target that has the marks of its source, each once and in order (see
:mod:`~transpipe.markdown.alike`), is its source's HTML with other text in it. So the source is
parsed once for all languages, and its HTML is kept with holes for its texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import add
from typing import NamedTuple

from markdown_it.token import Token

from transpipe.markdown.alike import between, code_of_marks, texts_of_marks
from transpipe.markdown.finish import plain
from transpipe.markdown.inline import is_text, parse_run
from transpipe.markdown.phrases import TEXTS, Phrases, clean_text
from transpipe.markdown.reading import Environment
from transpipe.markdown.skeleton import Skeleton
from transpipe.text import interleaved

__all__ = ["Moulds", "moulds"]

_BREAK = re.compile(r"\n(?:(?<=[ \t\\]\n)|(?=[ \t\n]))")
"""A line end that is more than a soft break, or has space beside it that goes."""
_TEXT = "\ua66e"
"""Stands for a text; it is a letter, to the parser and whoever else looks at it."""


class _Mould(NamedTuple):
    """A run with holes for the texts between its marks.

    Attributes:
        html: HTML before, between and after the holes.
        said: the same without marks, plain.
        is_clean: whether the HTML is as a sanitizer of the page would leave it.
        sizes: how long the marks between the holes are.

    """

    html: tuple[str, ...]
    said: tuple[str, ...]
    is_clean: bool
    sizes: tuple[int, ...]

    def texts(self, content: str, places: Sequence[int]) -> list[str]:
        """Return what stands before, between and after the marks at these places."""
        ends = [0, *map(add, places, self.sizes)]
        return [content[start:end] for start, end in zip(ends, [*places, None], strict=True)]


class Moulds:
    """The HTML of a skeleton's runs, as far as editions have it in common.

    All that use it are written in the same direction, stand in the same folder and have the
    same sanitizer.
    """

    def __init__(self, skeleton: Skeleton, environment: Environment) -> None:
        self._skeleton = skeleton
        self._environment = environment
        self._env = skeleton.env()
        self._moulds: dict[int, _Mould | None] = {}
        self._own: dict[int, tuple[str, bool]] = {}

    def html(
        self, number: int, content: str, phrases: Phrases, places: Sequence[int] | None = None
    ) -> str | None:
        """Return the HTML of what stands in a run; None if the parser must be asked.

        Args:
            number: the run's.
            content: what stands there.
            phrases: makes the edition's HTML.
            places: where the marks of the source stand there, if it is known to have these.

        """
        if is_text(content) if places is None else not places:
            return phrases.text(content)
        found = self._cast(number, content, phrases, places)
        if found is None:
            is_own = content == self._skeleton.places[number].content
            return self._of_source(number, content, phrases) if is_own else None
        mould, texts = found
        return _filled(mould, texts, content, phrases)

    def said(self, number: int, content: str, phrases: Phrases) -> str | None:
        """Return what a run says, without its marks; the arguments are those of its HTML."""
        if is_text(content):
            return content
        found = self._cast(number, content, phrases)
        return None if found is None else interleaved(found[0].said, found[1]).replace("\n", " ")

    def _of_source(self, number: int, content: str, phrases: Phrases) -> str | None:
        """Return the HTML of what stands in the source; None if there may be a footnote in it."""
        if "^" in content:
            return None
        if number not in self._own:
            self._own[number] = phrases.apart(self._parsed(content))
        html, is_clean = self._own[number]
        if not is_clean:
            phrases.is_clean = False
        return html

    def _cast(
        self, number: int, content: str, phrases: Phrases, places: Sequence[int] | None = None
    ) -> tuple[_Mould, Sequence[str]] | None:
        """Return the mould of a run and the texts for its holes; None if they are not known."""
        source = self._skeleton.places[number].source
        if not source:
            return None
        if places is not None:
            mould = self._mould_of(number, phrases)
            return None if mould is None else (mould, mould.texts(content, places))
        texts = _between_lines(content, source, self._environment)
        if texts is None:
            return None
        mould = self._mould_of(number, phrases)
        return None if mould is None else (mould, texts)

    def _mould_of(self, number: int, phrases: Phrases) -> _Mould | None:
        """Return the mould of a run that has a source."""
        if number not in self._moulds:
            source = self._skeleton.places[number].source
            self._moulds[number] = self._mould(source, phrases)
        return self._moulds[number]

    def _mould(self, source: str, phrases: Phrases) -> _Mould | None:
        """Return the mould of what is alike to a source; None if it is not that simple."""
        code = None if phrases.isolates else code_of_marks(source, self._environment)
        if code:
            return self._mould_of_code(source, code, phrases)
        written = _stand_in(source, self._environment)
        if written is None:
            return None
        ends, marks, content = written
        tokens = self._parsed(content)
        if any(token.type == "image" for token in tokens):
            return None  # what it shows is in an attribute
        if phrases.isolates and not all(map(_is_alone, _texts(tokens))):
            return None  # a number may go on beyond the end of a text
        html, is_clean = phrases.apart(tokens)
        return _Mould(
            _parts(html, [(clean_text(first), clean_text(last)) for first, last in ends]),
            _parts(plain(tokens), ends),
            is_clean,
            tuple(map(len, marks)),
        )

    def _mould_of_code(self, source: str, code: Sequence[str], phrases: Phrases) -> _Mould:
        """Return the mould of a source whose marks are code spans, for which no parser is asked."""
        return _Mould(
            ("", *map(phrases.code, code), ""),
            ("", *code, ""),
            is_clean=True,
            sizes=tuple(map(len, texts_of_marks(source, self._environment) or ())),
        )

    def _parsed(self, content: str) -> Sequence[Token]:
        return parse_run(content, self._skeleton.source.dialect, self._env)


@lru_cache(maxsize=4)  # those of one document, for both directions, and of the one before
def moulds(
    skeleton: Skeleton,
    environment: Environment,
    direction: str,  # noqa: ARG001 - each of these has moulds of its own
    folder: str | None,  # noqa: ARG001
    clean: Callable[[str], str] | None,  # noqa: ARG001
) -> Moulds:
    """Return the moulds of a skeleton for the editions that have these in common.

    Args:
        skeleton: the blocks.
        environment: what the runs of the document need to know to be read.
        direction: the reader's.
        folder: where the document stands among the others.
        clean: the sanitizer.

    """
    return Moulds(skeleton, environment)


def _filled(mould: _Mould, texts: Sequence[str], content: str, phrases: Phrases) -> str:
    """Return the HTML of a content: that of its mould with its texts."""
    if not mould.is_clean:
        phrases.is_clean = False
    if ">" in content or phrases.isolates:
        return interleaved(mould.html, map(phrases.text, texts))
    return interleaved(mould.html, texts)


def _between_lines(content: str, source: str, environment: Environment) -> Sequence[str] | None:
    """Return what stands between the marks of a source in a run that may have soft breaks.

    To the parser one is a space, but that it stays a line end; a hard break leads to None.
    """
    if "\n" not in content:
        return between(content, source, environment)
    if _BREAK.search(content):
        return None
    texts = between(content.replace("\n", " "), source, environment)
    marks = texts_of_marks(source, environment)
    if texts is None or marks is None:
        return None
    found: list[str] = []
    end = 0
    for text, mark in zip(texts, [*marks, ""], strict=True):
        start, end = end, end + len(text)
        found.append(content[start:end])
        if not content.startswith(mark, end):
            return None
        end += len(mark)
    return found


def _stand_in(
    source: str, environment: Environment
) -> tuple[Sequence[tuple[str, str]], Sequence[str], str] | None:
    """Return the ends of a source's texts, its marks, and a run alike to it.

    In that one something else stands for the texts. What stands beside a mark stays there, for it
    may matter.
    """
    texts, marks = between(source, source, environment), texts_of_marks(source, environment)
    if texts is None or marks is None or _TEXT in source:
        return None
    ends = [(text[:1] or " ", text[-1:] or " ") for text in texts]
    holes = [f"{first}{_TEXT}{last}" for first, last in ends]
    content = "".join(hole + mark for hole, mark in zip(holes, [*marks, ""], strict=True))
    return (ends, marks, content) if between(content, source, environment) == holes else None


def _texts(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the texts between the marks as they are written."""
    text = ""
    for token in tokens:
        if token.type in TEXTS:
            text += token.content
        else:
            yield text
            text = ""
    yield text


def _is_alone(text: str) -> bool:
    """Tell whether a text has nothing but its own beside it, or stands for none."""
    return _TEXT not in text or len(text) == len(_TEXT) + 2


def _parts(whole: str, ends: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return what stands before, between and after the texts, which have these ends."""
    parts = whole.split(_TEXT)
    firsts, lasts = [*(first for first, _ in ends), ""], ["", *(last for _, last in ends)]
    return tuple(
        part[len(last) : len(part) - len(first)]
        for part, first, last in zip(parts, firsts, lasts, strict=True)
    )
