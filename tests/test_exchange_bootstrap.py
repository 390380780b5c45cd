"""Bootstrap: a document that was translated by hand is aligned with its source."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, SHARED
from exchange import NOW, catalog, nothing, open_project, path_of, refresh, start, translate
from transpipe.bitext import Pair, align
from transpipe.bitext.lattice import best_path, chances
from transpipe.catalog import State
from transpipe.cli.main import run
from transpipe.document import Document
from transpipe.markdown import Dialect, segment
from transpipe.project.bootstrap import domain_of

sys.path.insert(0, str(ROOT / "benchmarks"))

SOURCE = """\
---
title: The river in 2024
---
# The river

The river rose by 3 metres in 2024, says [the survey](https://example.org/survey).

The villages along the river lost their harvest and 12 bridges.

## What we ask for

- Build the bridges again, by 2026.
- Pay the farmers for the harvest.
- Ask the villages before you build.

| Village | Bridges |
|---|---|
| Lower bank | 7 |
| Upper bank | 5 |

```
survey --river 2024
```

Write to <mailto:river@example.org> before 30 June.
"""
TARGET = """\
---
title: Sungai pada 2024
---
# Sungai

Sungai naik 3 meter pada 2024, menurut [survei](https://example.org/survey).

Desa-desa di sepanjang sungai kehilangan panen dan 12 jembatan.

## Permintaan kami

- Bangun kembali jembatan sebelum 2026.
- Bayar petani untuk panennya.
- Tanyai desa sebelum membangun.

| Desa | Jembatan |
|---|---|
| Tepi hilir | 7 |
| Tepi hulu | 5 |

```
survey --river 2024
```

Tulis ke <mailto:river@example.org> sebelum 30 Juni.
"""
MISSING = "Desa-desa di sepanjang sungai kehilangan panen dan 12 jembatan.\n\n"
ADDED = "Catatan penerjemah: dokumen ini diterjemahkan oleh para relawan.\n\n"
ALTERED = TARGET.replace(MISSING, "").replace("| Desa |", f"{ADDED}| Desa |")


def documents(source: str, target: str) -> tuple[Document, Document]:
    return segment("s.md", source, Dialect()), segment("t.md", target, Dialect())


def texts(pairs: Sequence[Pair], source: Document, target: Document) -> dict[str, str]:
    return {source.segments[one.source].source: target.segments[one.target].source for one in pairs}


def test_a_full_translation_is_aligned_passage_by_passage() -> None:
    source, target = documents(SOURCE, TARGET)
    pairs = align(source, target)
    assert [(one.source, one.target) for one in pairs] == [
        (n, n) for n in range(len(source.segments))
    ]
    assert sum(one.is_sure for one in pairs) >= 0.8 * len(pairs)
    assert all(0 < one.chance <= 1 for one in pairs)


def test_missing_and_extra_passages_are_left_out() -> None:
    source, target = documents(SOURCE, ALTERED)
    found = texts(align(source, target), source, target)
    right = texts(align(*documents(SOURCE, TARGET)), *documents(SOURCE, TARGET))
    gone = "The villages along the river lost their harvest and 12 bridges."
    assert gone not in found
    assert found == {key: value for key, value in right.items() if key != gone}


def test_nothing_is_aligned_with_nothing() -> None:
    source, empty = documents(SOURCE, "")
    assert align(source, empty) == align(empty, source) == []


def test_documents_that_have_nothing_to_do_with_each_other_are_never_sure() -> None:
    other = "# Resep\n\nPotong bawang, tumis sampai harum.\n\n> Sajikan hangat, jangan lama.\n"
    source, target = documents(SOURCE, other)
    assert not any(
        one.is_sure for one in align(source, target) if source.segments[one.source].line > 4
    )


def test_a_document_in_a_script_without_spaces() -> None:
    chinese = TARGET.replace("Sungai naik 3 meter pada 2024, menurut", "2024年河水上涨3米，据")
    chinese = chinese.replace(
        "Desa-desa di sepanjang sungai kehilangan panen dan", "沿河村庄失去收成和"
    )
    source, target = documents(SOURCE, chinese)
    assert [(one.source, one.target) for one in align(source, target)] == [
        (n, n) for n in range(len(source.segments))
    ]


NUMBERS = st.floats(-8, 8, allow_nan=False)


@given(
    st.integers(1, 6).flatmap(
        lambda rows: st.integers(1, 6).flatmap(
            lambda columns: st.lists(NUMBERS, min_size=rows * columns, max_size=rows * columns).map(
                lambda values: (rows, columns, values)
            )
        )
    )
)
def test_chances_are_chances_and_the_path_rises(case: tuple[int, int, list[float]]) -> None:
    rows, columns, values = case
    weights = {(i, j): values[i * columns + j] for i in range(rows) for j in range(columns)}
    found = chances(weights, rows, columns)
    assert found.keys() <= weights.keys()
    for i in range(rows):
        assert sum(chance for (row, _), chance in found.items() if row == i) <= 1 + 1e-9
    for j in range(columns):
        assert sum(chance for (_, column), chance in found.items() if column == j) <= 1 + 1e-6
    path = best_path(found, columns)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(path))
    assert sum(found[pair] for pair in path) == pytest.approx(_most(found, rows, columns))


def _most(found: dict[tuple[int, int], float], rows: int, columns: int) -> float:
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows):
        for j in range(columns):
            here = best[i][j] + found.get((i, j), 0.0)
            best[i + 1][j + 1] = max(here, best[i][j + 1], best[i + 1][j])
    return best[rows][columns]


def test_a_corpus_document_with_one_paragraph_missing_and_one_added() -> None:
    book = SHARED / "corpus" / "rust-lang-book"
    if not book.is_dir():
        pytest.skip("no corpus here")
    made_by = import_module("bootstrap")
    rng = random.Random(11)  # noqa: S311
    pairs = right = 0
    for path in sorted(book.rglob("ch0[4-9]*.md"))[:8]:
        source = segment(path.name, path.read_text(encoding="utf-8"), Dialect())
        made = made_by.altered(
            source, made_by.translated(source), made_by.pseudo("Another text altogether."), rng
        )
        if made is None:
            continue
        target, truth = made
        found = align(source, target)
        pairs += len(truth)
        right += sum(truth.get(one.source) == one.target for one in found)
        assert all(truth.get(one.source) == one.target for one in found if one.is_sure)
    assert pairs > 100
    assert right >= 0.95 * pairs


# --- the command -----------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    start(tmp_path, {"river": SOURCE}, '["id", "zh-Hans"]')
    (tmp_path / "river.id.md").write_text(ALTERED, encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    monkeypatch.chdir(tmp_path)
    return tmp_path


ASK = "Build the bridges again, by 2026."


def test_sure_pairs_come_in_as_fuzzy_and_say_where_from(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bootstrap", "-l", "id", "river.id.md"]) == 0
    message = catalog(root, "river").get(ASK)
    assert message
    assert (message.state, message.target) == (
        State.FUZZY,
        "Bangun kembali jembatan sebelum 2026.",
    )
    assert message.note.endswith("Carried over: from river.id.md, not reviewed.")
    out = capsys.readouterr().out
    assert "source/river.md:8: no counterpart" in out
    assert "river.id.md:" in out
    assert "not in the source" in out
    assert "7" in out
    assert not any(one.state is State.TRANSLATED for one in catalog(root, "river").messages())
    before = path_of(root, "river").read_bytes()
    refresh(root)
    assert path_of(root, "river").read_bytes() == before
    assert run(["bootstrap", "-l", "id", "river.id.md"]) == 0
    assert path_of(root, "river").read_bytes() == before
    translate(root, "river", {ASK: message.target})
    refresh(root)
    accepted = catalog(root, "river").get(ASK)
    assert accepted
    assert "Carried over" not in accepted.note


def test_what_is_translated_stays(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refresh(root)
    translate(root, "river", {ASK: "Sudah ada."})
    assert run(["--verbose", "bootstrap", "-l", "id", "river.id.md"]) == 0
    message = catalog(root, "river").get(ASK)
    assert message
    assert (message.state, message.target) == (State.TRANSLATED, "Sudah ada.")
    assert "has a translation already" in capsys.readouterr().out


def test_a_catalogue_behind_its_source_is_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refresh(root)
    source = root / "source" / "river.md"
    source.write_text(SOURCE.replace("again, by 2026", "once more, by 2026"), encoding="utf-8")
    assert run(["bootstrap", "-l", "id", "river.id.md"]) == 0
    assert "not in the catalogue" in capsys.readouterr().out


def test_check_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bootstrap", "-l", "id", "river.id.md", "--check"]) == 1
    assert "would change" in capsys.readouterr().out
    assert not (root / "locale").exists()


@pytest.mark.parametrize(
    ("path", "document", "expected"),
    [
        ("letter.id.md", "", "letter"),
        ("id/letter.md", "", "letter"),
        ("id_letter.md", "", "letter"),
        ("old/guide/intro.md", "", "guide/intro"),
        ("whatever.md", "source/annex/intro.md", "annex/intro"),
        ("whatever.md", "letter", "letter"),
        ("intro.md", "", None),
        ("whatever.md", "", None),
        ("letter.md", "source/no.md", None),
    ],
)
def test_the_name_tells_which_document_it_is(
    tmp_path: Path, path: str, document: str, expected: str | None
) -> None:
    project = start(tmp_path, {"letter": "A", "guide/intro": "B", "annex/intro": "C"})
    (language,) = project.languages
    if expected is None:
        with pytest.raises(Exception, match="document"):
            domain_of(project, Path(path), language, document)
    else:
        assert domain_of(project, Path(path), language, document) == expected


def test_the_only_document_needs_no_name(root: Path) -> None:
    project = open_project(root)
    assert domain_of(project, Path("x.md"), project.languages[0]) == "river"
    nothing("")


def test_a_file_that_cannot_be_read_is_an_error(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "bad.md").write_bytes(b"\xff\xfe\x00")
    assert run(["bootstrap", "-l", "id", "bad.md"]) == 2
    assert "not UTF-8" in capsys.readouterr().err
    assert run(["bootstrap", "-l", "id", "none.md"]) == 2
    assert run(["bootstrap", "-l", "th", "river.id.md"]) == 2
