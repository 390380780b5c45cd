"""What front matter says of a document as a whole: its language, date and version."""

from __future__ import annotations

from collections.abc import Iterator

from transpipe.document import BOM
from transpipe.errors import TranspipeError
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.front_matter import Scalar, quote_scalar, read_scalar, scalars
from transpipe.markdown.source import Source
from transpipe.text import splice

__all__ = ["metadata", "with_language"]

_LANGUAGE = "lang"


def metadata(text: str, dialect: Dialect) -> dict[str, str]:
    """Return the values at the top of a text's front matter by their keys, as they are written."""
    source = Source(text, dialect)
    return {one.key: one.value for one in _scalars(source) if "." not in one.key}


def with_language(text: str, tag: str, dialect: Dialect, *, instead_of: str = "") -> str:
    """Return a text whose front matter says another language, if it says one at all.

    A key that is translated is the translators' own business.

    Args:
        text: a document or an edition of it.
        tag: the language to say.
        dialect: how the text is read.
        instead_of: the tag that is replaced, in any region; another one stays. Empty: any.

    """
    if _LANGUAGE in dialect.front_matter or not text.removeprefix(BOM).startswith("---"):
        return text
    source = Source(text, dialect)
    if _LANGUAGE not in source.head and "\\" not in source.head:
        return text
    return splice(
        text,
        (
            (source.span(one.start, one.end), _written(tag, source.head[one.start : one.end]))
            for one in _scalars(source)
            if one.key == _LANGUAGE and one.value and _is(one.value, instead_of)
        ),
    )


def _is(value: str, tag: str) -> bool:
    first = value.replace("_", "-").partition("-")[0]
    return not tag or first.casefold() == tag.partition("-")[0].casefold()


def _scalars(source: Source) -> Iterator[Scalar]:
    try:
        yield from list(scalars(source.head))
    except TranspipeError:
        return  # what keys are translated has been read without it


def _written(tag: str, before: str) -> str:
    """Return a tag quoted as what stood there; ``no`` alone would be false to YAML 1.1."""
    if before[:1] in ("'", '"'):
        return f"{before[0]}{tag}{before[0]}"
    return tag if read_scalar(tag) == tag else quote_scalar(tag)
