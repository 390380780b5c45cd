"""Editions: what is published, what falls back and why, and that the counts add up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transpipe.catalog import Catalog, Message, State
from transpipe.document import Document, Segment
from transpipe.edition import Edition, Refusal, Refuse, coverage, fallbacks, localize
from transpipe.markdown import Dialect, segment
from transpipe.standing import Count, Standing, source_words, together

DIALECT = Dialect()
TEXT = """\
# The river

It flows.

It flows.

<!-- i18n:context: money -->
The bank

The bank

<!-- i18n:optional-start -->
- A name
<!-- i18n:optional-end -->
"""


def catalog(*entries: tuple[str, str], fuzzy: tuple[str, ...] = (), context: str = "") -> Catalog:
    lines = ['msgid ""', 'msgstr "Content-Type: text/plain; charset=UTF-8\\n"', ""]
    for source, target in entries:
        if source in fuzzy:
            lines.append("#, fuzzy")
        if context and source == "The bank":
            lines.append(f'msgctxt "{context}"')
        lines += [f"msgid {quoted(source)}", f"msgstr {quoted(target)}", ""]
    return Catalog.parse("\n".join(lines).encode(), "de.po")


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def edition(
    entries: Catalog | None, *, text: str = TEXT, drafts: bool = False, refuse: Refuse | None = None
) -> Edition:
    document = segment("river.md", text, DIALECT)
    return localize(document, entries, DIALECT, language="de", drafts=drafts, refuse=refuse)


def test_without_a_catalogue_all_is_fallback() -> None:
    made = edition(None)
    assert made.text == TEXT
    assert (made.language, made.targets, made.refusals) == ("de", {}, {})
    assert all(made.is_fallback(index) for index in range(6))
    assert {made.standing(index) for index in range(6)} == {Standing.UNTRANSLATED}


def test_one_message_stands_wherever_its_source_does() -> None:
    made = edition(catalog(("It flows.", "Er fließt.")))
    assert made.text == TEXT.replace("It flows.", "Er fließt.")
    assert [made.standing(index).value for index in (0, 1, 2)] == [
        "untranslated", "translated", "translated",
    ]  # fmt: skip


def test_context_tells_equal_sources_apart() -> None:
    made = edition(catalog(("The bank", "Die Bank"), context="money"))
    assert [index for index in range(6) if not made.is_fallback(index)] == [3]


def test_fuzzy_is_published_as_a_draft_alone() -> None:
    entries = catalog(("The river", "Der Fluss"), fuzzy=("The river",))
    made = edition(entries)
    assert made.text == TEXT
    assert (made.standing(0), made.is_draft(0)) == (Standing.FUZZY, False)
    draft = edition(entries, drafts=True)
    assert draft.text.startswith("# Der Fluss\n")
    assert (draft.standing(0), draft.is_draft(0), draft.drafts) == (Standing.FUZZY, True, True)


@pytest.mark.parametrize("blank", ["", " ", "\n", "\u00a0", "\u2028"])
def test_a_blank_target_is_untranslated(blank: str) -> None:
    made = edition(catalog(("The river", blank)))
    assert made.text == TEXT
    assert made.standing(0) is Standing.UNTRANSLATED
    assert made.states[0] is State.UNTRANSLATED


def test_targets_are_normalized() -> None:
    made = edition(catalog(("The river", "Fu\u0308nf")))
    assert made.targets[0] == "F\u00fcnf"


@pytest.mark.parametrize("target", ["Zwei\nZeilen", "<br>", "Der Fluss #"])
def test_what_breaks_out_is_refused_and_falls_back(target: str) -> None:
    made = edition(catalog(("The river", target), ("It flows.", "Er fließt.")))
    assert made.text == TEXT.replace("It flows.", "Er fließt.")
    assert made.refusals[0].check == "T105"
    assert made.standing(0) is Standing.REFUSED
    assert made.is_fallback(0)


def test_a_check_may_keep_a_target_out() -> None:
    def no_rivers(document: Document, _one: Segment, message: Message) -> Refusal | None:
        assert document.name == "river.md"
        return Refusal("T999", "no rivers") if "Fluss" in message.target else None

    made = edition(
        catalog(("The river", "Der Fluss"), ("It flows.", "Er fließt.")), refuse=no_rivers
    )
    assert made.refusals == {0: Refusal("T999", "no rivers")}
    assert made.text == TEXT.replace("It flows.", "Er fließt.")


def test_fallbacks_are_what_still_counts_as_missing() -> None:
    made = edition(catalog(("It flows.", "Er fließt.")))
    assert [(index, one.source) for index, one in fallbacks(made)] == [
        (0, "The river"), (3, "The bank"), (4, "The bank"),
    ]  # fmt: skip


def test_coverage_counts_words_wherever_they_stand_and_messages_once() -> None:
    found = coverage(edition(catalog(("It flows.", "Er fließt."))))
    assert found.counts[Standing.TRANSLATED] == Count(words=4, segments=2, messages=1)
    assert found.counts[Standing.UNTRANSLATED] == Count(words=6, segments=3, messages=3)
    assert found.optional[Standing.UNTRANSLATED] == Count(words=2, segments=1, messages=1)
    assert (found.total.words, found.left, found.share, found.percent) == (10, 6, 0.4, 40)


@pytest.mark.parametrize(
    ("translated", "words", "percent"),
    [(0, 10, 0), (10, 10, 100), (1, 1000, 0), (999, 1000, 99), (0, 0, 100), (1, 3, 33)],
)
def test_percent_is_100_only_when_all_is_translated(
    translated: int, words: int, percent: int
) -> None:
    done, left = "done " * translated, "left " * (words - translated)
    entries = catalog((done.strip() or "other", "fertig"))
    found = coverage(edition(entries, text=f"{done}\n\n{left}\n"))
    assert found.percent == percent


def test_no_editions_together_have_nothing_to_translate() -> None:
    assert together([]).total == Count()
    assert together([]).share == 1.0


def test_editions_are_counted_together() -> None:
    made = edition(None), edition(catalog(("It flows.", "Er fließt.")))
    found = together(map(coverage, made))
    assert found.total.words == 20
    assert found.counts[Standing.TRANSLATED].words == 4
    assert sum(one.total.segments for one in map(coverage, made)) == found.total.segments


def test_words_are_runs_between_white_space() -> None:
    assert source_words("") == 0
    assert source_words(" a  b\nc—d ") == 3


@given(
    states=st.lists(st.sampled_from(["", "ok", "fuzzy", "bro\nken"]), min_size=1, max_size=12),
    drafts=st.booleans(),
)
@settings(deadline=None)
def test_counts_add_up_to_the_segments(states: list[str], drafts: bool) -> None:
    text = "".join(f"## heading {number % 7}\n\n" for number in range(len(states)))
    entries = {f"heading {number % 7}": state for number, state in enumerate(states)}
    fuzzy = tuple(source for source, state in entries.items() if state == "fuzzy")
    made = edition(catalog(*entries.items(), fuzzy=fuzzy), text=text, drafts=drafts)
    found = coverage(made)
    assert found.total.segments == len(states) == len(made.states)
    assert found.total.words == 2 * len(states)
    assert found.total.messages == len(entries)
    assert found.total.segments == sum(
        found.counts[one].segments + found.optional[one].segments for one in Standing
    )
    published = found.counts[Standing.TRANSLATED].segments
    published += found.counts[Standing.FUZZY].segments if drafts else 0
    assert published == len(made.targets)
    assert set(made.states) <= set(State)
    assert made.left.keys() == {
        index for index in range(len(states)) if made.standing(index) is not Standing.TRANSLATED
    }
