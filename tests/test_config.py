"""The configuration: read, judged, found and begun."""

from __future__ import annotations

import os
import re
import textwrap
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transpipe.errors import InputOutputError, TranspipeError
from transpipe.project import config as room
from transpipe.project.config import Config, LanguageTable, find, keys, load, mistakes, starter
from transpipe.project.toml import line_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "campaign"
    folder.mkdir()
    return folder


def put(root: Path, text: str | bytes, name: str = "transpipe.toml") -> Path:
    data = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
    (root / name).write_bytes(data)
    return root / name


def loaded(root: Path, text: str | bytes, name: str = "transpipe.toml") -> Config:
    put(root, text, name)
    return load(root)


def refused(root: Path, text: str | bytes, name: str = "transpipe.toml") -> TranspipeError:
    put(root, text, name)
    with pytest.raises(TranspipeError) as caught:
        load(root)
    assert caught.value.exit_code == 2
    assert str(caught.value).isprintable()
    return caught.value


# What is read


def test_languages_alone_are_enough(root: Path) -> None:
    config = loaded(root, 'languages = ["id", "zh-Hans"]\n')
    assert config == Config(
        root=root.resolve(),
        file="transpipe.toml",
        name="campaign",
        languages=("id", "zh-Hans"),
    )
    assert (config.source, config.locale, config.output) == ("source", "locale", "output")
    assert config.source_language == "en"
    assert config.min_coverage == 0
    assert (config.drafts, config.line_numbers, config.code) == (False, False, False)
    assert config.formats == ("md", "html")
    assert config.front_matter == ("title", "description", "summary")
    assert config.dialect == "gfm"
    assert len(config.extensions) == 10
    assert config.max_file_size == 16 << 20
    assert config.max_segment_size == 64 << 10
    assert config.max_nesting == 100
    assert "id" not in config.language


def test_an_empty_file_has_the_defaults(root: Path) -> None:
    assert loaded(root, "").languages == ()


def test_every_key_is_read(root: Path) -> None:
    config = loaded(
        root,
        """
        languages = ["id", "ms-Arab"]
        source = "./docs/en/"
        locale = "docs/po"
        output = "site"
        source_language = "en-GB"
        name = "Statement"
        version = "1.2"
        report_to = "https://example.org/issues"
        team = "Friends <friends@example.org>"
        min_coverage = 99.5
        drafts = true
        line_numbers = true
        formats = ["html"]
        dialect = "commonmark"
        extensions = []
        front_matter = []
        code = true
        exclude = ["drafts/**"]
        memory = ["memory/all.po"]
        max_file_size = 1_000
        max_segment_size = 100
        max_nesting = 20
        cache = false
        [page]
        title = "Statements"
        [language.ms_Arab]
        name = "بهاس ملايو"
        english_name = "Malay (Jawi)"
        direction = "rtl"
        plural_forms = "nplurals=1; plural=0;"
        script = "Arab"
        spaces = true
        line_height = 2
        locale_folder = "ms@arabic"
        [checks]
        select = ["T", "duplicate"]
        ignore = ["length"]
        fail_on = "warning"
        keep_terms = ["Milk Tea Alliance"]
        glossary = "docs/terms.csv"
        localized_links = ["https://example.org/id/", "/id/", "guide.id.md"]
        [[checks.waivers]]
        check = "T101"
        source = "A [link](x)."
        language = "id"
        document = "docs/en/a.md"
        reason = "the page has moved"
        [checks.language.ms_arab]
        ignore = ["T131"]
        """,
    )
    assert config.checks.waivers[0].reason == "the page has moved"
    assert config.checks.language["ms-Arab"].ignore == ("T131",)
    assert config.min_coverage == 99.5
    assert config.extensions == ()
    assert config.language["ms-Arab"] == LanguageTable(  # as the list spells it
        name="بهاس ملايو",
        english_name="Malay (Jawi)",
        direction="rtl",
        plural_forms="nplurals=1; plural=0;",
        script="Arab",
        spaces=True,
        line_height=2.0,
        locale_folder="ms@arabic",
    )
    defaults = Config(root=config.root)
    same = [
        key
        for key in room.Settings.__struct_fields__
        if getattr(config, key) == getattr(defaults, key)
    ]
    assert same == []


def test_languages_may_be_tables(root: Path) -> None:
    config = loaded(
        root,
        """
        [languages.tet]
        name = "Tetun"
        [languages.id]
        [languages.zh-Hans]
        spaces = false
        """,
    )
    assert config.languages == ("tet", "id", "zh-Hans")
    assert config.language["tet"].name == "Tetun"
    assert config.language["zh-Hans"].spaces is False
    inline = loaded(root, 'languages = { tet = { name = "Tetun" }, id = {} }')
    assert inline.languages == ("tet", "id")


def test_a_table_in_pyproject(root: Path) -> None:
    config = loaded(
        root,
        """
        [project]
        name = "statement"
        version = "3.1"
        [tool.other]
        langages = 5
        [tool.transpipe]
        languages = ["th"]
        [tool.transpipe.language.th]
        name = "ภาษาไทย"
        """,
        "pyproject.toml",
    )
    assert (config.file, config.name, config.version) == ("pyproject.toml", "statement", "3.1")
    assert config.language["th"].name == "ภาษาไทย"


@pytest.mark.parametrize("project", ["project = 5", "project.name = 5", 'project.name = "a\\nb"'])
def test_a_project_without_a_usable_name(root: Path, project: str) -> None:
    text = f"{project}\ntool.transpipe.languages = []\n"
    assert loaded(root, text, "pyproject.toml").name == "campaign"
    assert loaded(root, text, "pyproject.toml").version == ""


def test_the_folders_name_breaks_out_of_no_header(tmp_path: Path) -> None:
    folder = tmp_path / "a\nLanguage: xx"
    folder.mkdir()
    assert loaded(folder, "").name == "a\\nLanguage: xx"


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_bom_and_crlf_are_read(root: Path, bom: str, end: str) -> None:
    text = f'# ก{end}languages = [{end}  "id",{end}]{end}'
    assert loaded(root, (bom + text).encode()).languages == ("id",)
    error = refused(root, f"{bom}{text}drafts = 1{end}".encode())
    assert error.place == "transpipe.toml:5"
    error = refused(root, f"{bom}{text}a = ={end}".encode())
    assert error.place == "transpipe.toml:5:5"


# What is refused


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a = [", "1:6", "not valid TOML: invalid value"),
        ("\n\na = 1\na = 2\n", "4:6", "not valid TOML: cannot overwrite a value"),
        ("[tool\n", "1:6", "not valid TOML: expected ']' at the end of a table declaration"),
        ("a = 1\rb = 2", "1:6", "not valid TOML: expected newline or end of document after"),
        ('a = "\x01"', "1:6", "not valid TOML: illegal character"),
        ("a = '''\nx", "2:2", "not valid TOML: expected \"'''\""),
        ("<<<<<<< HEAD\na = 1\n", "1:1", "not valid TOML: invalid statement"),
        ("a = " + "[" * 9999, "", "not valid TOML: nested too deeply"),
        ("a = " + "9" * 9999, "", "not valid TOML: exceeds the limit"),
        (b"a = 1\nb = '\xe9'\n", "2:6", "not UTF-8: byte 0xE9"),
        ("a = 1".encode("utf-16"), "1:1", "not UTF-8: byte 0xFF"),
    ],
)
@pytest.mark.parametrize("name", ["transpipe.toml", "pyproject.toml"])
def test_malformed_files(
    root: Path, name: str, text: str | bytes, place: str, message: str
) -> None:
    put(root, text if isinstance(text, bytes) else text.encode(), name)
    with pytest.raises(TranspipeError) as caught:
        load(root)
    assert caught.value.place == (f"{name}:{place}" if place else name)
    assert caught.value.message.startswith(message)


@pytest.mark.parametrize("explicit", [None, Path("transpipe.toml")])
def test_files_that_are_none(root: Path, explicit: Path | None) -> None:
    path = root / "transpipe.toml"
    path.mkdir()
    with pytest.raises(TranspipeError, match=r"^transpipe.toml: not a file but a folder"):
        load(root, explicit)
    path.rmdir()
    os.mkfifo(path)
    with pytest.raises(TranspipeError, match="not a file but a named pipe"):
        load(root, explicit)
    path.unlink()
    path.symlink_to("transpipe.toml")
    with pytest.raises(TranspipeError, match="circle"):
        load(root, explicit)
    path.unlink()
    path.symlink_to("/etc/passwd")
    with pytest.raises(TranspipeError, match="leads outside"):
        load(root, explicit)
    path.unlink()
    with path.open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(TranspipeError, match="larger than 1 MiB") as caught:
        load(root, explicit)
    assert caught.value.hint == ""  # no key of it can raise its own limit


def test_a_disk_that_fails(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "")

    def broken(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "read", broken)
    with pytest.raises(InputOutputError, match=r"^transpipe.toml: Input/output error"):
        load(root)


DATA = Path(__file__).parent / "data"
MISTAKES = (DATA / "config_mistakes.txt").read_text("utf-8").splitlines()[1:]


@pytest.mark.parametrize(
    ("text", "message"), list(zip(MISTAKES[::2], map(str.strip, MISTAKES[1::2]), strict=True))
)
def test_mistakes_are_named_by_key_and_line(root: Path, text: str, message: str) -> None:
    (root / "out").symlink_to("..")
    (root / "source").mkdir()
    (root / "same").symlink_to("source")
    error = refused(root, f"# a comment\n\n{text}\n")
    assert error.message == message
    assert error.place == "transpipe.toml:3"


def test_the_same_in_pyproject(root: Path) -> None:
    error = refused(
        root,
        '[project]\nname = "x"\n\n[tool.transpipe]\n# x\nlanguages = ["id"]\ndraft = true\n',
        "pyproject.toml",
    )
    assert error.message == 'draft: unknown key; did you mean "drafts"?'
    assert error.place == "pyproject.toml:7"
    assert "Known keys: cache, checks, code, dialect, drafts" in error.hint
    error = refused(root, "[tool]\ntranspipe = 5\n", "pyproject.toml")
    assert (error.place, error.message) == ("pyproject.toml:2", "expected a table, found 5")


def test_a_long_value_is_shortened(root: Path) -> None:
    assert len(refused(root, f'drafts = "{"x" * 999}"').message) < 120


def test_two_languages_in_one_folder(root: Path) -> None:
    text = """
        languages = ["id", "ms"]
        [language.ms]
        locale_folder = "ID"
        """
    error = refused(root, text)
    assert error.message == 'language.ms.locale_folder: "ID" is the folder of id'
    assert error.line == 4
    assert loaded(root, text.replace("ID", "MS")).language["ms"].locale_folder == "MS"


def test_languages_are_said_in_one_way(root: Path) -> None:
    error = refused(root, "[languages.id]\n[language.id]\n")
    assert (error.message, error.line) == ("language: languages is a table too", 2)


def test_an_override_for_a_language_nobody_listed(root: Path) -> None:
    error = refused(root, 'languages = ["zh-Hans"]\n[language.zh_Hant]\n')
    assert error.message == (
        'language.zh_Hant: is not among the languages; did you mean "zh-Hans"?'
    )
    assert error.line == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("bad = 1", 1),
        ("\n\n  bad = 1", 3),
        ("a = [\n 1, # ]\n]\nbad = 1", 4),
        ('a = """\nbad = 1\n"""\nbad = 2', 4),
        ("a = '''\nbad = 1\n'''\nbad = 2", 4),
        ('a = """x\\"""\nbad = 1\n"""""\nbad = 2', 4),
        ("a = ''''x'''''\nbad = 2", 2),
        ('a = "[{\\"#"\nbad = 2', 2),
        ("a = '[{\\'\nbad = 2", 2),
        ("# bad = 1\na = 5 # bad = 2 '''\nbad = 2", 3),
        ("[other]\nbad = 1\n[[list]]\nbad = 2\n", 0),
        ('"b\\u0061d" = 1', 1),
        ("[a.b]\n[ bad . x ] # [bad]\n", 2),
        ("[[bad]]\n", 1),
        ("bad.x.y = 1\n", 1),
        ("a = {b = [{c = 1}, {d = '}'}]}\nbad = {}", 2),
        ("a = [\n [\n1\n],\n]\n'bad' = [\n\n]", 6),
        ("", 0),
    ],
)
def test_the_line_of_a_key(text: str, line: int) -> None:
    assert line_of(text, ("bad",)) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("w",), 1),
        (("w", "1"), 1),
        (("w", "1", "a"), 2),
        (("w", "2"), 3),
        (("w", "2", "a"), 5),
        (("w", "3", "a"), 0),
        (("v", "2", "a"), 6),
        (("v", "3", "a"), 0),
    ],
)
def test_the_line_of_a_key_in_a_list_of_tables(path: tuple[str, ...], line: int) -> None:
    text = "[[w]]\na = 1\n[[w]]\nb = 2\na = 3\n[u]\n"
    if path[0] == "v":
        text = "\n" * 5 + "v = [{a = 1},\n{a = 2}]\n"
    assert line_of(text, path) == line


KEY = st.sampled_from(["a", "b", "bad", '"b a"', "'#'", '"]"'])
VALUE = st.sampled_from(
    ["1", '"#"', "'\"'", '"""\nbad = 1\n"""', "'''\n[bad]\n'''", "[\n1,\n# [\n]", "{x = [']']}"]
)


@given(st.lists(st.tuples(KEY, VALUE), unique_by=lambda pair: pair[0]), st.booleans())
def test_the_line_of_a_key_anywhere(pairs: list[tuple[str, str]], header: bool) -> None:
    text = "[bad2.'bad']\nbad = 1\n[x]\n" if header else "\n"
    expected = 0
    for key, value in pairs:
        if key == "bad":
            expected = text.count("\n") + 1
        text += f"{key} = {value} # bad = '''\n\n"
    assert line_of(text, ("x", "bad") if header else ("bad",)) == expected


def test_the_line_of_a_key_in_a_large_file(root: Path) -> None:
    text = "[tool.other]\n" + "".join(f"key{n} = [{n}, 'x']\n" for n in range(20_000))
    began = time.monotonic()
    error = refused(root, text + "[tool.transpipe]\nbad = 1\n", "pyproject.toml")
    assert error.line == 20_003
    assert time.monotonic() - began < 10


# Where it is found


def test_the_nearest_one_above_is_found(root: Path) -> None:
    put(root, 'languages = ["id"]')
    deep = root / "source" / "a" / "b"
    deep.mkdir(parents=True)
    put(deep, "[tool.other]\n", "pyproject.toml")
    put(root / "source", "", "pyproject.toml")
    assert find(deep) == root.resolve() / "transpipe.toml"
    config = load(deep)
    assert config.root == root.resolve()
    assert config.file == str(root.resolve() / "transpipe.toml")  # it is not in this folder
    put(root, "drafts = 1")
    with pytest.raises(TranspipeError) as caught:
        load(deep)
    assert caught.value.place == f"{root.resolve()}/transpipe.toml:1"
    put(root / "source", "[", "pyproject.toml")
    with pytest.raises(TranspipeError, match=r"/source/pyproject.toml:1:2: not valid TOML"):
        load(deep)


def test_two_configurations_are_one_too_many(root: Path) -> None:
    put(root, "")
    put(root, "[tool.transpipe]\n", "pyproject.toml")
    with pytest.raises(TranspipeError) as caught:
        load(root)
    assert "transpipe.toml" in caught.value.message
    assert "pyproject.toml" in caught.value.message
    assert load(root, Path("pyproject.toml")).file == "pyproject.toml"


def test_none_is_an_error_with_a_way_out(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    assert find(root) is None
    with pytest.raises(TranspipeError) as caught:
        load(root)
    assert str(caught.value) == f"{root.resolve()}: no configuration in this folder or above it"
    assert caught.value.hint == 'Create one with "transpipe init".'


def test_a_start_that_is_no_folder(root: Path) -> None:
    path = put(root, "")
    for start in (path, root / "nowhere"):
        with pytest.raises(TranspipeError, match="no such folder"):
            load(start)


def test_an_explicit_one(root: Path) -> None:
    (root / "ci").mkdir()
    put(root / "ci", "[tool.transpipe]\nlanguages = ['id']\n", "pyproject.toml")
    put(root / "ci", "languages = ['th']\n", "strict.toml")
    assert load(root, Path("ci/pyproject.toml")).languages == ("id",)
    config = load(root, root / "ci" / "strict.toml")
    assert (config.languages, config.root) == (("th",), (root / "ci").resolve())
    assert load(root / "ci", Path("strict.toml")).file == "strict.toml"
    put(root / "ci", "[tool.transpipe]\n", "strict.toml")
    with pytest.raises(TranspipeError) as caught:
        load(root, Path("ci/strict.toml"))
    assert str(caught.value) == "ci/strict.toml:1: tool: unknown key"
    assert "without [tool.transpipe]" in caught.value.hint
    with pytest.raises(TranspipeError, match=r"^ci/none.toml: no such file"):
        load(root, Path("ci/none.toml"))
    for text in ("", "tool = 5", "[tool]"):
        put(root / "ci", text, "pyproject.toml")
        with pytest.raises(TranspipeError, match="there is no table") as caught:
            load(root, Path("ci/pyproject.toml"))
        assert "transpipe init" in caught.value.hint


# What a command line changes


def test_options_stand_above_the_file(root: Path) -> None:
    config = loaded(root, "[languages.id]\nname = 'x'\n[languages.th]\n")
    changed = config.replace(languages=["th", "id"], drafts=True, min_coverage=5, output="site")
    assert changed.languages == ("th", "id")
    assert (changed.drafts, changed.min_coverage, changed.output) == (True, 5.0, "site")
    assert (changed.root, changed.name, changed.language) == (
        config.root,
        config.name,
        config.language,
    )
    assert not config.drafts
    assert config.replace(languages=["th"]).languages == ("th",)  # though id has its table
    with pytest.raises(TranspipeError, match=r"^formats: expected"):
        config.replace(formats=("pdf",))
    with pytest.raises(TranspipeError, match=r"^output: .* overlap$"):
        config.replace(output="source")
    with pytest.raises(TranspipeError, match=r"^colour: unknown key"):
        config.replace(colour=1)


# What is told about it


def test_every_key_is_listed_with_its_default(root: Path) -> None:
    listed = {key.name: key for key in keys()}
    nested = {"language", "checks", "page"}
    fields = [name for name in room.Settings.__struct_fields__ if name not in nested]
    page = [f"page.{name}" for name in room.PageTable.__struct_fields__]
    tables = [f"language.<tag>.{name}" for name in LanguageTable.__struct_fields__]
    checks = [name for name in listed if name.startswith("checks.")]
    assert list(listed) == fields + page + tables + checks
    assert all(key.meaning and key.type for key in listed.values())
    text = "".join(f"{name} = {listed[name].default}\n" for name in fields)
    config = loaded(root, text)
    assert config == Config(root=config.root, file="transpipe.toml", name="campaign")
    assert listed["formats"].type == 'a list of "html" or "md"'
    assert listed["language.<tag>.name"].default == ""


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    colour: str = "red"


class Wider(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    page: Page = Page()


def test_further_tables_are_further_structs() -> None:
    found = list(mistakes(Wider, {"page": {"color": "x", "colour": 5}}))
    assert [(path, message) for path, message, _ in found] == [
        (("page", "color"), 'unknown key; did you mean "colour"?'),
        (("page", "colour"), "expected a string, found 5"),
    ]


def test_the_validator_and_its_explanations_agree(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room.loading, "mistakes", lambda *_: ())
    assert "Expected `bool`" in refused(root, "drafts = 1").message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 200) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(room.Settings.__struct_fields__) | st.text(max_size=5)
TABLES = st.dictionaries(NAMES, JSON | st.dictionaries(st.just("id"), JSON), max_size=4)


@given(TABLES)
def test_whatever_stands_there_is_read_or_refused(raw: dict[str, object]) -> None:
    message = ""
    try:
        Config(root=Path("/nowhere")).replace(**raw)
    except TranspipeError as error:
        message = str(error)
    assert not re.search(r"- at `\$|Object contains|Expected `", message)
    assert "\n" not in message


# How it begins


@pytest.mark.parametrize("name", ["transpipe.toml", "pyproject.toml"])
def test_what_init_writes_is_read(root: Path, name: str) -> None:
    pyproject = name == "pyproject.toml"
    text = starter(["id", "rhg-Rohg"], name='My "statement"', pyproject=pyproject)
    config = loaded(root, text, name)
    assert config.languages == ("id", "rhg-Rohg")
    assert config.name == 'My "statement"'
    shown = re.sub(r"(?m)^# (?=[a-z_]+ = |\[)", "", text)  # every sample, too
    assert shown.count("\n# ") < text.count("\n# ") - 8
    config = loaded(root, shown, name)
    assert config.language["rhg-Rohg"].direction == "rtl"
    assert config.output == "output"
    assert "name" not in starter([]).split("\n\n")[0]


@pytest.mark.parametrize("tail", ["", "\n", "\r\n"])
def test_a_table_is_added_to_a_pyproject(root: Path, tail: str) -> None:
    old = f'[project]\nname = "x"{tail}'
    text = old + "\n" + starter(["id"], pyproject=True)
    assert loaded(root, text, "pyproject.toml").languages == ("id",)
    assert text.startswith(old)
