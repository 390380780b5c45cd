"""The forms of agreed words: those that a language makes, and no others."""

from __future__ import annotations

import pytest

from transpipe.checks.inflection import has_form_of


@pytest.mark.parametrize(
    ("tag", "agreed", "target"),
    [
        ("id", "tangkap", "mereka menangkap dan ditangkap"),
        ("id", "protes", "aksi memprotes"),
        ("id", "hak asasi manusia", "hak-hak asasi manusia"),
        ("id", "pembela ham", "para pembelanya ham"),
        ("ms", "kerajaan", "kerajaan-kerajaan"),
        ("ms", "pilih", "terpilihnya"),
        ("fil", "dakip", "dumakip"),
        ("fil", "dakip", "dinadakip"),
        ("fil", "dakip", "dadakipin"),
        ("fil", "alis", "umalis"),
        ("fil", "alis", "pag-alis"),
        ("fil", "karapatang pantao", "mga karapatang pantao"),
        ("pt", "eleição geral", "as eleições gerais"),
        ("pt", "refém", "os reféns"),
        ("pt", "português", "portugueses"),
        ("pt", "civil", "civis"),
        ("pt", "detido", "detidas"),
        ("pt", "lei", "leis"),
        ("ta", "அரசாங்கம்", "அரசாங்கத்தின்"),
        ("ta", "மனித உரிமை", "மனிதனின் உரிமைகள்"),
        ("vi", "nhân quyền", "các nhân quyền"),
        ("tet", "direitu", "direitus"),
    ],
)
def test_a_form_is_known(tag: str, agreed: str, target: str) -> None:
    assert has_form_of(agreed, target, tag)


@pytest.mark.parametrize(
    ("tag", "agreed", "target"),
    [
        ("id", "hak", "pihak"),
        ("id", "tangkap", "membunuh"),
        ("fil", "dakip", "pinatay"),
        ("pt", "lei", "eleições"),
        ("pt", "eleição", "eleitores"),
        ("ta", "அரசாங்கம்", "ஆட்சியின்"),
        ("vi", "nhân quyền", "công dân"),
    ],
)
def test_another_word_is_none(tag: str, agreed: str, target: str) -> None:
    assert not has_form_of(agreed, target, tag)


@pytest.mark.parametrize("tag", ["id", "fil", "pt", "ta", "vi"])
def test_long_targets_take_no_time(tag: str) -> None:
    for text in ("memper" * 9000, "ipinag" * 9000, "tangkap " * 8000, "tangkap" + " " * 60_000):
        has_form_of("tangkap rakyat", text, tag)
