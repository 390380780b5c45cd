"""Pairs of source and target as data: no correct one is flagged, every fault is found."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest

from transpipe.catalog import Catalog
from transpipe.checks import CHECKS, CheckSettings, Finding, Pairs, check_edition, refuse_by
from transpipe.edition import Edition, localize
from transpipe.errors import TranspipeError
from transpipe.languages import LANGUAGES, language
from transpipe.markdown import Dialect, segment

DATA = Path(__file__).parent / "data"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
TWELVE = ("id", "ms", "fil", "vi", "th", "lo", "km", "my", "ta", "zh-Hans", "pt", "tet")

Case = dict[str, Any]


def catalog_of(source: str, target: str) -> Catalog:
    entry = polib.POEntry(msgid=source, msgstr=target)
    return Catalog.parse((HEADER + str(entry)).encode(), "x.po")


def examined(
    source: str, target: str, tag: str, settings: CheckSettings, after: str = ""
) -> tuple[Edition, list[Finding]]:
    """Make an edition of one message, as a build does, and check it, as ``check`` does.

    Whether both look at the pair, or one of them for both, must make no difference.
    """
    document = segment("x.md", f"{source}\n{after}", Dialect())
    catalog = catalog_of(document.segments[0].source, target)
    chosen = language(tag)
    edition = localize(
        document, catalog, Dialect(), language=chosen.tag, refuse=refuse_by(chosen, settings)
    )
    findings = list(check_edition(edition, chosen, settings, catalog))
    pairs = Pairs(chosen, settings)
    refuse = refuse_by(chosen, settings, pairs)
    again = localize(document, catalog, Dialect(), language=chosen.tag, refuse=refuse)
    assert again == edition
    assert list(check_edition(again, chosen, settings, catalog, pairs=pairs)) == findings
    return edition, findings


def settings_of(case: Case) -> CheckSettings:
    return CheckSettings(
        keep_terms=tuple(case.get("keep", ())),
        glossary=case.get("glossary", {}),
        localized_links=tuple(case.get("localized_links", ())),
    )


def own_cases() -> Iterator[Case]:
    for path in sorted((DATA / "checks").glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            yield {"language": path.stem, **case}


def given(name: str) -> list[Case]:
    cases: list[Case] = json.loads((DATA / "given" / name).read_text(encoding="utf-8"))
    return cases


OWN = list(own_cases())
GIVEN = given("qa_pairs.json")
GIVEN_SETTINGS = CheckSettings(
    keep_terms=("FORUM-ASIA",),
    glossary={"human rights defender": ("pembela hak asasi manusia", "pembela HAM")},
)


@pytest.mark.parametrize("case", OWN, ids=lambda case: str(case["id"]))
def test_own_pairs(case: Case) -> None:
    _, findings = examined(
        case["source"],
        case["target"],
        case["language"],
        settings_of(case),
        case.get("after", ""),
    )
    found = {finding.check for finding in findings}
    if case["want"]:
        assert set(case["want"]) <= found
    else:
        assert not findings


@pytest.mark.parametrize("case", GIVEN, ids=lambda case: str(case["id"]))
def test_given_pairs(case: Case) -> None:
    settings = GIVEN_SETTINGS if case["lang"] == "id" else CheckSettings()
    _, findings = examined(case["src"], case["tgt"], case["lang"], settings)
    found = {finding.check for finding in findings}
    if case["want"]:
        assert set(case["want"]) <= found
    else:
        assert not findings


def test_data_has_all_languages_and_a_fault_of_every_check() -> None:
    by_language = Counter(case["language"] for case in OWN)
    correct = Counter(case["language"] for case in OWN if not case["want"])
    wanted = {check for case in OWN for check in case["want"]}
    assert len(OWN) >= 300
    assert set(TWELVE) <= set(by_language) <= set(LANGUAGES)
    assert min(correct[tag] for tag in TWELVE) >= 10
    # T123 needs several catalogues, T144 a text in Zawgyi, which nobody should have to read
    assert {check.id for check in CHECKS} - wanted == {"T123", "T144"}


# What is refused as soon as the catalogue is read, what is harmless text, what is only told.
NOT_REFUSED = {"gha-injection", "len-balloon", "uni-homoglyph-text"}
UNREADABLE = {"size-1mb"}
ATTACKS = [case for case in given("security.json") if case["vector"] == "msgstr"]


def payload_of(case: Case) -> str:
    payload = str(case["payload"])
    if not payload.startswith("REPEAT:"):
        return payload
    _, text, times = payload.split(":")
    return text * int(times)


@pytest.mark.parametrize("case", ATTACKS, ids=lambda case: str(case["id"]))
def test_no_attack_reaches_an_edition(case: Case) -> None:
    payload = payload_of(case)
    if case["id"] in UNREADABLE:
        with pytest.raises(TranspipeError) as error:
            catalog_of(case["src"], payload)
        assert error.value.code == case["diag"]
        return
    edition, findings = examined(case["src"], payload, case["lang"], CheckSettings())
    if case["diag"].startswith("T"):
        assert case["diag"] in {finding.check for finding in findings}
    if case["id"] not in NOT_REFUSED:
        assert edition.text == edition.document.text
        assert edition.refusals


FURTHER_ATTACKS = json.loads((DATA / "attacks.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", range(len(FURTHER_ATTACKS)))
def test_no_further_attack_reaches_an_edition(number: int) -> None:
    case = FURTHER_ATTACKS[number]
    edition, findings = examined(case["source"], case["target"], "id", CheckSettings())
    assert edition.text == edition.document.text
    assert findings
    assert edition.refusals
