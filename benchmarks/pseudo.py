"""Pseudo-translation: other letters for the words, and nothing else changed.

What must stay as it is (code, tags, addresses, labels, numbers, names in capitals) stays,
so that a translation made like this passes the checks and is published whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

KEPT = (
    r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"  # code
    r"|<!--.*?-->|<[^<>]+>"  # comments, tags, addresses
    r"|\]\([^()]*(?:\([^()]*\)[^()]*)*\)|\]\[[^\]]*\]"  # where links lead
    r"|^ {0,3}\[[^\]]+\]:[ \t]*\S+|\[\^[^\]]*\]|\[![A-Z]+\]"  # definitions, footnotes, alerts
    r"|\[[^\[\]]*\](?![(\[])"  # links that are their own label
    r"|\b(?:https?://|www\.|mailto:)[^\s\[\]()<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|&#?\w+;|\{[{%].*?[%}]\}|\{#[^}]*\}|\$\{?\w+\}?|%\(?\w+\)?|(?<![\w/])[@#:][\w-]+:?"
    r"|\\."
    r"|\w*[\d_]\w*"
)
WORD = re.compile(rf"(?:{KEPT})|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)", re.DOTALL | re.MULTILINE)
"""A passage that stays, or a word."""

VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SCRIPTS = {
    "th": "กขคงจฉชซญดตถทธนบปผพฟภมยรลว",
    "lo": "ກຂຄງຈສຊຍດຕຖທນບປຜຝພຟມຢຣລວຫອ",
    "km": "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយ",
    "my": "ကခဂဃငစဆဇညဋဌဍဎဏတထဒဓနပဖဗဘမယရ",
    "ta": "கஙசஞடணதநபமயரலவழளறனகசடதபமயர",
    "zh-Hans": "人民大会上下中国家要求正义和平自由平等权利生活工作",
}
"""Letters for a to z, in languages of other scripts."""
SCALE = {"zh-Hans": 0.28}
"""How long a word is, where it is far from an English one's length."""


@cache
def letters(language: str) -> Mapping[int, int | str]:
    """Return what each letter becomes in a language."""
    if script := SCRIPTS.get(language):
        return {ord(one): script[k % len(script)] for k, one in enumerate(LETTERS)} | {
            ord(one.upper()): script[k % len(script)] for k, one in enumerate(LETTERS)
        }
    turn = sum(map(ord, language))
    return rotation(1 + turn % 4, 1 + turn % 20)


@cache
def rotation(vowels: int, consonants: int) -> Mapping[int, int | str]:
    """Return a table that gives the vowels other vowels, and the consonants other ones."""
    new = "".join(
        group[turn % len(group) :] + group[: turn % len(group)]
        for group, turn in ((VOWELS, vowels), (CONSONANTS, consonants))
    )
    old = VOWELS + CONSONANTS
    return str.maketrans(old + old.upper(), new + new.upper())


def words(text: str, change: Callable[[str], str]) -> str:
    """Return a text with each of its words changed."""

    def one(match: re.Match[str]) -> str:
        word = match["word"]
        return change(word) if word and not (word.isupper() and len(word) > 1) else match[0]

    return WORD.sub(one, text)


def translation(source: str, language: str) -> str:
    """Return the pseudo-translation of a message."""
    table, scale = letters(language), SCALE.get(language)

    def change(word: str) -> str:
        made = word.translate(table)
        return made[: max(1, round(len(made) * scale))] if scale else made

    return words(source, change)
