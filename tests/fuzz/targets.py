"""What must hold for any bytes, as functions that fail where it does not.

Fuzzers call them with bytes of their own making, the ordinary tests with those that once failed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from active import active
from transpipe.catalog import Catalog, State
from transpipe.checks import CheckSettings, refuse_by
from transpipe.document import Document, decode, encode
from transpipe.edition import Edition, localize
from transpipe.errors import TranspipeError
from transpipe.languages import language
from transpipe.markdown import Dialect, segment
from transpipe.project.jobs import Job, Wanted
from transpipe.project.work import run_job

__all__ = ["TARGETS"]

SEPARATOR = b"\x1e"
"""Stands between a document and the targets of its segments."""
MOST = 20_000  # bytes of an input: more is slow, not odd
DIALECT = Dialect()
INDONESIAN, ENGLISH = language("id"), language("en")
DOCUMENT = segment("source/a.md", "# One\n\nTwo **three**.\n\n- Four\n", DIALECT)


def markdown(data: bytes) -> None:
    """The three laws: bytes come back, nothing translated is the source, targets come back."""
    if len(data) > MOST:
        return
    body, *rest = data.split(SEPARATOR)
    try:
        text = decode(body)
        targets = [decode(target) for target in rest if target.strip()]
        document = segment("a.md", text, DIALECT)
        catalog = _filled(document, targets)
    except TranspipeError:
        return
    assert encode(document.text) == body
    ends = [0, *(segment.span.end for segment in document.segments)]
    for end, one in zip(ends, document.segments, strict=False):
        assert end <= one.span.start <= one.span.end <= len(text)
    assert localize(document, None, DIALECT).text == text
    _comes_back(localize(document, catalog, DIALECT))
    _comes_back(localize(document, catalog, DIALECT, refuse=refuse_by(INDONESIAN, CheckSettings())))


def _comes_back(edition: Edition) -> None:
    found = segment("a.md", edition.text, DIALECT).segments
    put = edition.document.segments
    assert [one.kind for one in found] == [one.kind for one in put]
    for index, (there, one) in enumerate(zip(found, put, strict=True)):
        expected = edition.targets.get(index, one.source)
        assert there.source.split() == expected.split(), (index, expected, there.source)


def _filled(document: Document, targets: list[str]) -> Catalog:
    """Return a catalogue of a document, its messages given the targets in turn."""
    template = Catalog.template(
        [document], project="x", version="1", report_to="nobody@home.arpa", now=None
    )
    catalog = Catalog.create(
        template, language_code="id", plural_forms="nplurals=1; plural=0;", now=None
    )
    messages = list(catalog.messages()) if targets else []
    for number, message in enumerate(messages):
        target = targets[number % len(targets)]
        catalog.set(message.source, message.context, target, fuzzy=False)
    return catalog


def catalogs(data: bytes) -> None:
    """A catalogue is refused with its place, or kept to the byte, and no target vanishes."""
    if len(data) > MOST:
        return
    refused: TranspipeError | None = None
    try:
        catalog = Catalog.parse(data, "id.po")
    except TranspipeError as error:
        refused = error
    if refused:
        assert refused.code
        assert refused.path == "id.po"
        assert 1 <= refused.line <= data.count(b"\n") + data.count(b"\r") + 1
        assert refused.column >= 1
        return
    assert catalog.encode() == data
    before = _targets(catalog)
    messages = list(catalog.messages())
    for message in messages[:1]:
        catalog.set(message.source, message.context, message.target, fuzzy=False)
        catalog.set(message.source, message.context, f"{message.target}ប", fuzzy=True)
        again = Catalog.parse(catalog.encode(), "id.po").get(message.source, message.context)
        assert again
        assert (again.target, again.state) == (f"{message.target}ប", State.FUZZY)
    catalog = Catalog.parse(data, "id.po")
    template = Catalog.template(
        [DOCUMENT], project="x", version="1", report_to="nobody@home.arpa", now=None
    )
    catalog.merge(template, {})
    merged = Catalog.parse(catalog.encode(), "id.po")
    assert not before.keys() - _targets(merged).keys()
    settled = merged.encode()
    merged.merge(template, {})
    assert merged.encode() == settled


def _targets(catalog: Catalog) -> Counter[str]:
    messages = (*catalog.messages(), *catalog.obsolete())
    return Counter(message.target for message in messages if message.target)


def build(data: bytes) -> None:
    """A build gives pages in which nothing acts, and Markdown that keeps its structure."""
    if len(data) > MOST:
        return
    body, *rest = data.split(SEPARATOR)
    try:
        targets = [decode(target) for target in rest if target.strip()]
        document = segment("source/a.md", decode(body), DIALECT)
        outcome = run_job(_job(body, _filled(document, targets).encode()))
    except TranspipeError:
        return
    editions = {(tag, suffix): made for tag, suffix, made in outcome.files}
    assert editions["en", "md"] == body
    found = segment("source/a.md", decode(editions["id", "md"]), DIALECT).segments
    assert [one.kind for one in found] == [one.kind for one in document.segments]
    for tag in ("en", "id"):
        assert not active(editions[tag, "html"].decode())


def _job(body: bytes, catalog: bytes) -> Job:
    return Job(
        domain="a",
        name="source/a.md",
        data=body,
        catalogs=((INDONESIAN, "locale/id/LC_MESSAGES/a.po", catalog),),
        dialect=DIALECT,
        source_language=ENGLISH,
        drafts=False,
        min_coverage=0,
        max_segment_size=64 * 1024,
        checks=CheckSettings(),
        catalog_checks=(CheckSettings(),),
        wanted=Wanted(formats=("md", "html"), findings=True, passages=True),
    )


TARGETS: dict[str, Callable[[bytes], None]] = {
    "markdown": markdown,
    "catalogs": catalogs,
    "build": build,
}
