"""Rules that are asked only where they may begin make the tokens that all of them make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import CORPUS, corpus
from transpipe.document import decode
from transpipe.markdown import Dialect
from transpipe.markdown.inline import parse_run
from transpipe.markdown.parser import parser
from transpipe.markdown.source import Source

PLAIN = Dialect(extensions=frozenset())
PIECES = "a b w www. http:// @ x@y.org : mailto:a@b.c ![a](b) [a](b) [r] ^[n] [^1] * ** _ ~~ ` `` <b> <a@b.c> &amp; \\ \n ! - # % { } $ +".split(
    " "
)


def told(content: str, dialect: Dialect) -> tuple[list[dict[str, object]], ...]:
    found: list[list[dict[str, object]]] = []
    for quick in (True, False):
        env = {"references": {"R": {"href": "/r", "title": ""}}, "footnotes": {"refs": {":1": -1}}}
        if quick:
            tokens = parse_run(content, dialect, env)
        else:
            tokens = []
            parser(dialect).inline.parse(content, parser(dialect), env, tokens)
        found.append([dict(one.as_dict()) for one in tokens])
    return tuple(found)


@given(st.lists(st.sampled_from([*PIECES, " ", "é"]), max_size=12).map("".join))
def test_generated_runs(content: str) -> None:
    for dialect in (Dialect(), PLAIN):
        quick, full = told(content, dialect)
        assert quick == full


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not there")
def test_real_runs() -> None:
    dialect = Dialect()
    for name, data in [*corpus().items()][::4]:
        for token in Source(decode(data, name), dialect).parsed.tokens:
            if token.type == "inline":
                quick, full = told(token.content, dialect)
                assert quick == full, (name, token.content)
