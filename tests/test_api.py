"""The public API: a handful of names, imported late, used as the README shows."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import transpipe
from conftest import ROOT
from projects import environment

README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = re.search(r"^## From Python\n(.*?)(?=^## )", README, re.DOTALL | re.MULTILINE)


def example() -> str:
    assert SECTION
    found = re.search(r"```python\n(.*?)```", SECTION[1], re.DOTALL)
    assert found
    return found[1]


def test_the_readmes_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.md").write_text("# Letter\n\nClean *water*.\n", encoding="utf-8")
    catalog = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    catalog += 'msgid "Clean *water*."\nmsgstr "Air *bersih*."\n'
    (tmp_path / "id.po").write_text(catalog, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(example(), "README.md", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out == "66 % translated\n"
    assert (tmp_path / "letter.id.md").read_text(encoding="utf-8") == "# Letter\n\nAir *bersih*.\n"


HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
SOURCE = "See [our report](https://example.org/report)."
TARGET = "Lihat [laporan](https://example.net/evil)."


def localized(header: str = "", target: str = TARGET, **options: object) -> transpipe.Edition:
    document = transpipe.segment("letter.md", SOURCE, transpipe.Dialect())
    entry = f'{HEADER}{header}\n\nmsgid "{SOURCE}"\nmsgstr "{target}"\n'
    catalog = transpipe.Catalog.parse(entry.encode(), "id.po")
    return transpipe.localize(document, catalog, transpipe.Dialect(), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["", "id", "qaa"])
def test_what_blocking_checks_refuse_is_not_published(language: str) -> None:
    edition = localized(language=language)
    assert edition.text == SOURCE
    assert edition.refusals[0].check == "T101"
    assert edition.language == language


def test_what_blocking_checks_refuse_is_published_where_somebody_asks_for_it() -> None:
    edition = localized(language="id", checked=False)
    assert edition.text == TARGET
    assert not edition.refusals


@pytest.mark.parametrize(
    ("header", "language", "is_published"),
    [
        ('"Language: ar\\n"', "", True),
        ('"Language: id\\n"', "ar", True),
        ('"Language: id\\n"', "", False),
        ('"Language: Bahasa Indonesia\\n"', "", False),
        ("", "", False),
    ],
)
def test_checks_go_by_the_language_asked_for_then_by_the_header(
    header: str, language: str, *, is_published: bool
) -> None:
    """A right-to-left mark has its use in Arabic alone."""
    target = "[\u200fتقرير](https://example.org/report)"
    assert (localized(header, target, language=language).text == target) is is_published


def test_what_is_no_language_tag_is_an_error() -> None:
    with pytest.raises(transpipe.TranspipeError, match="not a language tag"):
        localized(language="not a tag")


def test_without_a_catalogue_all_is_fallback() -> None:
    document = transpipe.segment("letter.md", SOURCE, transpipe.Dialect())
    assert transpipe.localize(document, None, transpipe.Dialect(), language="id").text == SOURCE


@pytest.mark.parametrize("name", transpipe.__all__)
def test_each_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(transpipe, name)
    assert name in dir(transpipe)
    if not name.startswith("__"):
        assert value.__name__ == name
        assert value.__doc__
        assert SECTION
        assert f"`{name}`" in SECTION[1] or name in example()


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'catalogue'"):
        getattr(transpipe, "catalogue")  # noqa: B009 - mypy knows better
    assert not hasattr(transpipe, "Finding")


def test_importing_the_package_imports_nothing_else_of_it() -> None:
    code = (
        "import sys, transpipe; transpipe.__version__; dir(transpipe);"
        "print([name for name in sys.modules if name.startswith('transpipe.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("room", ["catalog", "checks", "markdown"])
def test_a_room_gives_what_it_offers_when_it_is_asked_for(room: str) -> None:
    package = import_module(f"transpipe.{room}")
    homes = {name: home for home, names in vars(package)["_HOMES"].items() for name in names}
    assert sorted(homes) == sorted(package.__all__)
    for name, home in homes.items():
        module = import_module(f"transpipe.{room}.{home}")
        assert getattr(package, name) is getattr(module, name)
    with pytest.raises(AttributeError, match="no attribute 'catalogue'"):
        getattr(package, "catalogue")  # noqa: B009 - mypy knows better
