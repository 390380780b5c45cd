"""The languages of Southeast Asia, as their readers need them; see CLDR for all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from transpipe.languages.tags import parse

__all__ = [
    "ALIASES",
    "DEFAULT_PLURAL_FORMS",
    "LANGUAGES",
    "ONE_FORM",
    "TERRITORIES",
    "Language",
    "ScriptFacts",
    "script_facts",
]


@dataclass(frozen=True, slots=True)
class Language:
    """A language that catalogues and editions are kept in.

    Attributes:
        tag: BCP 47, for pages: ``zh-Hans``.
        folder: gettext's spelling, for paths: ``zh_Hans``; safe as a part of any path.
        header: the header field Language, which knows no scripts: ``zh_CN``, ``ms@arabic``.
        name: what its readers call it.
        english_name: what English calls it.
        direction: ``ltr`` or ``rtl``.
        plural_forms: the header field Plural-Forms: ``nplurals=1; plural=0;``.
        script: ISO 15924, ``Latn``.
        spaces: its words are separated by spaces.
        line_height: of running text, in ems.
        length: characters of a target over those of its English source: the median, the
            least and the most that were measured; None where nothing was.

    """

    tag: str
    folder: str
    header: str
    name: str
    english_name: str
    direction: str
    plural_forms: str
    script: str
    spaces: bool
    line_height: float
    length: tuple[float, float, float] | None = None

    def __hash__(self) -> int:
        """Return what its tag gives: pages are looked up by their languages all the time."""
        return hash(self.tag)


class ScriptFacts(NamedTuple):
    """What follows from a script alone; the fields are those of a language."""

    direction: str
    spaces: bool
    line_height: float


_LINE_HEIGHTS = {
    "Arab": 1.9,
    "Cyrl": 1.65,
    "Grek": 1.65,
    "Hans": 1.8,
    "Hant": 1.8,
    "Jpan": 1.8,
    "Khmr": 2.0,
    "Laoo": 1.8,
    "Latn": 1.65,
    "Mymr": 2.0,
    "Taml": 1.75,
    "Thai": 1.8,
}
_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
_SPACELESS = frozenset(
    {"Ahom", "Hani", "Hans", "Hant", "Hira", "Hrkt", "Jpan", "Kana", "Khmr"}
    | {"Lana", "Laoo", "Mymr", "Tale", "Talu", "Tavt", "Thai"}
)


def script_facts(script: str) -> ScriptFacts:
    """Return direction, spaces and line height of a script (ISO 15924)."""
    return ScriptFacts(
        direction="rtl" if script in _RIGHT_TO_LEFT else "ltr",
        spaces=script not in _SPACELESS,
        line_height=_LINE_HEIGHTS.get(script, 1.8),
    )


ONE_FORM = "nplurals=1; plural=0;"
"""For a language whose nouns have one form."""

_NOT_ONE = "nplurals=2; plural=(n != 1);"
# CLDR's rule for Filipino and Cebuano, for whole numbers
_FILIPINO = (
    "nplurals=2; plural=(n != 1 && n != 2 && n != 3 && "
    "(n % 10 == 4 || n % 10 == 6 || n % 10 == 9));"
)

DEFAULT_PLURAL_FORMS = _NOT_ONE
"""Where nothing is known of a language: gettext's own default."""


def _row(
    tag: str,
    name: str,
    english_name: str,
    script: str = "Latn",
    plural_forms: str = ONE_FORM,
    *,
    length: tuple[float, float, float] | None = None,
    line_height: float = 0,
) -> Language:
    subtags = parse(tag)
    if subtags is None:  # pragma: no cover - the table is ours
        raise ValueError(tag)
    facts = script_facts(script)
    return Language(
        tag=subtags.tag,
        folder=subtags.folder,
        header=subtags.header,
        name=name,
        english_name=english_name,
        direction=facts.direction,
        plural_forms=plural_forms,
        script=script,
        spaces=facts.spaces,
        line_height=line_height or facts.line_height,
        length=length,
    )


def _by_tag(rows: Iterable[Language]) -> Mapping[str, Language]:
    return MappingProxyType({row.tag: row for row in rows})


LANGUAGES = _by_tag(
    (
        _row("id", "Bahasa Indonesia", "Indonesian", length=(1.17, 0.98, 1.58)),
        _row("ms", "Bahasa Melayu", "Malay", length=(1.21, 1.02, 1.55)),
        _row("ms-Arab", "بهاس ملايو", "Malay (Jawi)", "Arab"),
        _row("fil", "Filipino", "Filipino", "Latn", _FILIPINO, length=(1.18, 1.00, 1.48)),
        _row("vi", "Tiếng Việt", "Vietnamese", length=(1.15, 0.77, 1.77), line_height=1.6),
        _row("th", "ไทย", "Thai", "Thai", length=(0.88, 0.73, 1.21)),
        _row("lo", "ລາວ", "Lao", "Laoo", length=(0.98, 0.60, 1.42)),
        _row("km", "ខ្មែរ", "Khmer", "Khmr", length=(1.03, 0.82, 1.30)),
        _row("my", "မြန်မာ", "Burmese", "Mymr", length=(1.43, 0.84, 2.21)),
        _row("ta", "தமிழ்", "Tamil", "Taml", _NOT_ONE, length=(1.26, 1.02, 2.42)),
        _row("zh-Hans", "简体中文", "Chinese (Simplified)", "Hans", length=(0.26, 0.18, 0.34)),
        # As in Timor-Leste and Portugal (CLDR pt-PT); Brazil says 0 as it says 1.
        _row("pt", "Português", "Portuguese", "Latn", _NOT_ONE, length=(1.06, 0.85, 1.42)),
        _row("tet", "Tetun", "Tetum", "Latn", _NOT_ONE, length=(0.88, 0.63, 1.10)),
        _row("en", "English", "English", "Latn", _NOT_ONE),
        # Spoken in the region besides these. Where CLDR has no plural rule: one form where
        # nouns do not change after a numeral, else gettext's default.
        _row("jv", "Basa Jawa", "Javanese"),
        _row("su", "Basa Sunda", "Sundanese"),
        _row("ceb", "Cebuano", "Cebuano", "Latn", _FILIPINO),
        _row("ilo", "Ilokano", "Iloko", "Latn", _NOT_ONE),
        _row("hil", "Hiligaynon", "Hiligaynon", "Latn", _NOT_ONE),
        _row("min", "Baso Minangkabau", "Minangkabau"),
        _row("ban", "Basa Bali", "Balinese"),
        _row("shn", "တႆး", "Shan", "Mymr"),
        _row("mnw", "ဘာသာမန်", "Mon", "Mymr"),
        _row("kac", "Jinghpaw", "Kachin"),
        _row("ksw", "ကညီကျိာ်", "S'gaw Karen", "Mymr"),
        _row("cnh", "Lai Holh", "Hakha Chin"),
        _row("hmn", "Hmoob", "Hmong"),
        _row("rhg-Rohg", "𐴌𐴗𐴥𐴝𐴙𐴚𐴒𐴙𐴝", "Rohingya (Hanifi)", "Rohg"),
        _row("rhg-Latn", "Ruáingga", "Rohingya (Latin)"),
        _row("rhg-Arab", "رُاَࣺينڠَ", "Rohingya (Arabic)", "Arab"),
        _row("ace", "Bahsa Acèh", "Acehnese"),
        _row("bug", "Basa Ugi", "Buginese"),
    )
)
"""Our own table by tag; of two scripts of a language the first row is the usual one."""

TERRITORIES: Mapping[str, frozenset[str]] = {
    tag: frozenset(territories.split())
    for tag, territories in {
        "id": "ID",
        "ms": "BN ID MY SG",
        "ms-Arab": "BN MY",
        "fil": "PH",
        "vi": "VN",
        "th": "TH",
        "lo": "LA",
        "km": "KH",
        "my": "MM",
        "ta": "IN LK MY SG",
        "zh-Hans": "CN MY SG",
        "pt": "TL",
        "tet": "TL",
        "jv": "ID",
        "su": "ID",
        "ceb": "PH",
        "ilo": "PH",
        "hil": "PH",
        "min": "ID",
        "ban": "ID",
        "shn": "MM",
        "mnw": "MM TH",
        "kac": "MM",
        "ksw": "MM TH",
        "cnh": "MM",
        "rhg-Rohg": "BD MM MY",
        "rhg-Latn": "BD MM MY",
        "rhg-Arab": "BD MM MY",
        "ace": "ID",
        "bug": "ID",
    }.items()
}
"""Where a row is what people mean by language and territory: ``id_ID`` is ``id``."""

ALIASES: Mapping[str, str] = {
    # withdrawn codes, and the ones of ISO 639-2 and 639-3 where there is a shorter one
    "in": "id", "ind": "id",
    "may": "ms", "msa": "ms", "zsm": "ms",
    "tgl": "fil", "tl": "fil",
    "vie": "vi",
    "tha": "th",
    "lao": "lo",
    "khm": "km",
    "bur": "my", "mya": "my",
    "tam": "ta",
    "chi": "zh", "cmn": "zh", "zho": "zh",
    "por": "pt",
    "eng": "en",
    "jav": "jv", "jw": "jv",
    "sun": "su",
}  # fmt: skip
"""Other codes of our own languages; Babel knows those of others."""
