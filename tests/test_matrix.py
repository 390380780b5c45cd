"""Every language of the table, from an empty catalogue to its editions."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import ROOT
from transpipe.catalog import Catalog
from transpipe.cli.main import run
from transpipe.languages import LANGUAGES, Language

MAIN = ("id", "ms", "ms-Arab", "fil", "vi", "th", "lo", "km", "my", "ta", "zh-Hans", "pt", "tet")
SOURCE = "# Water\n\nWe ask for **clean water** now.\n"
MESSAGE = "We ask for **clean water** now."

# A target in the language's own script, with emphasis beside punctuation where it has none
# of its own; decomposed where the script has composed characters.
TARGETS = {
    "id": "Kami meminta **“air bersih”**nya sekarang.",
    "ms": "Kami meminta **air bersih** sekarang.",
    "ms-Arab": "كامي ممينتا **اير برسيه** سكارڠ.",
    "fil": "Humihingi kami ng **malinis na tubig** ngayon.",
    "vi": unicodedata.normalize("NFD", "Chúng tôi yêu cầu **nước sạch** ngay bây giờ."),
    "th": "เราขอ**“น้ำสะอาด”**เดี๋ยวนี้",
    "lo": "ພວກເຮົາຂໍ**“ນ້ຳສະອາດ”**ດຽວນີ້",
    "km": "យើងសុំ**ទឹកស្អាត។**ឥឡូវនេះ",
    "my": "ကျွန်ုပ်တို့သည် **ရေသန့်၏**ယခု တောင်းဆိုသည်။",
    "ta": "நாங்கள் இப்போது **சுத்தமான தண்ணீர்** கேட்கிறோம்.",
    "zh-Hans": "我们现在要求**干净的水。**谢谢",
    "pt": "Pedimos **água limpa** agora.",
    "tet": "Ami husu **bee moos** agora.",
}


class Strong(HTMLParser):
    """Collects the text of the first ``<strong>`` and the language of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.text = ""
        self.page: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.page = dict(attrs)
        self.inside += tag == "strong"

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "strong"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.text += data


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "water.md").write_text(SOURCE, encoding="utf-8")
    languages = ", ".join(f'"{tag}"' for tag in MAIN)
    settings = f'name = "water"\nversion = "1"\nlanguages = [{languages}]\n'
    (tmp_path / "transpipe.toml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def linted(path: Path) -> str:
    said = ""
    for command in (["msgfmt", "-c", "-o", "/dev/null"], ["i18nspector"]):
        if not shutil.which(command[0]):
            pytest.skip(f"{command[0]} is not installed")
        done = subprocess.run([*command, path], capture_output=True, text=True, check=False)
        said += done.stdout + done.stderr
    return said


def bare(text: str) -> str:
    """Return a text without what makes emphasis."""
    return text.replace("**", "").replace("<strong>", "").replace("</strong>", "")


def test_each_language_goes_all_the_way(project: Path) -> None:
    assert run(["--quiet", "extract"]) == 0
    assert run(["--quiet", "update"]) == 0
    for tag in MAIN:
        language = LANGUAGES[tag]
        path = project / "locale" / language.folder / "LC_MESSAGES" / "water.po"
        assert linted(path) == "", tag
        catalog = Catalog.parse(path.read_bytes(), str(path))
        assert catalog.header["Language"] == language.header
        assert catalog.header["Plural-Forms"] == language.plural_forms
        catalog.set(MESSAGE, None, TARGETS[tag], fuzzy=False)
        path.write_bytes(catalog.encode())
        assert linted(path) == "", tag
        again = Catalog.parse(path.read_bytes(), str(path)).get(MESSAGE)
        assert again
        assert again.target == TARGETS[tag]
    assert run(["--quiet", "build"]) == 0
    for tag in MAIN:
        check_edition(project, LANGUAGES[tag])


def check_edition(project: Path, language: Language) -> None:
    wanted = unicodedata.normalize("NFC", TARGETS[language.tag])
    folder = project / "output" / language.folder
    text = (folder / "water.md").read_text(encoding="utf-8")
    assert bare(text) == bare(SOURCE.replace(MESSAGE, wanted))
    page = Strong()
    page.feed((folder / "water.html").read_text(encoding="utf-8"))
    strong = wanted.split("**")[1]
    found = page.text.replace("\n", "")
    assert strong in found, (language.tag, found)
    assert page.page["lang"] == language.tag
    assert page.page.get("dir", "ltr") == language.direction


def test_a_language_outside_the_table_works_from_configuration_alone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "transpipe.toml").write_text(
        'name = "water"\nversion = "1"\nlanguages = ["qaa"]\n', encoding="utf-8"
    )
    assert run(["update"]) == 2
    assert "language.qaa" in capsys.readouterr().err
    (project / "transpipe.toml").write_text(
        'name = "water"\nversion = "1"\nlanguages = ["bjn"]\n\n[language.bjn]\n'
        'name = "Bahasa Banjar"\nenglish_name = "Banjar"\nplural_forms = "nplurals=1; plural=0;"\n',
        encoding="utf-8",
    )
    assert run(["--quiet", "run"]) == 0
    header = Catalog.parse((project / "locale/bjn/LC_MESSAGES/water.po").read_bytes()).header
    assert header["Language"] == "bjn"
    assert header["Plural-Forms"] == "nplurals=1; plural=0;"
    assert (project / "output/bjn/water.md").read_text(encoding="utf-8") == SOURCE
    assert "Bahasa Banjar" in (project / "output/bjn/water.html").read_text(encoding="utf-8")


def test_the_table_of_this_repository_is_complete() -> None:
    folders = {path.name for path in (ROOT / "locale").iterdir() if path.is_dir()}
    assert folders == {LANGUAGES[tag].folder for tag in MAIN}
