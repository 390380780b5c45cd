"""A project with one of everything: constructs, standings, scripts."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

from projects import catalog_of, catalog_path, make
from transpipe.cli.main import run

__all__ = ["FOLDERS", "NAMES", "STRONG", "build_site", "picture"]

TAGS = "id ms ms-Arab fil vi th lo km my ta zh-Hans pt tet".split()
FOLDERS = ["en", *(tag.replace("-", "_") for tag in TAGS)]
NAMES = ["index.html", "coverage.html", *(f"{folder}/all.html" for folder in FOLDERS)]

FIRE = "We ask for **a ceasefire now** and for talks."
READ = "Read **[the statement](https://example.org/s)** in full."
CALL = "Call +62 812-3456-7890 or write to <help@example.org>."
STRONG = {
    "id": [("**“rakyat”**nya", "“rakyat”")],
    "th": [
        ("พวกเราขอ**“หยุดยิงทันที”**และ", "“หยุดยิงทันที”"),
        ("อ่าน**[แถลงการณ์](https://example.org/s)**ฉบับเต็ม", "แถลงการณ์"),
    ],
    "lo": [("ພວກເຮົາ**“ຢຸດຍິງ”**ໃຫ້", "“ຢຸດຍິງ”")],
    "km": [("**ឈប់បាញ់ភ្លាម។**យើង", "ឈប់បាញ់ភ្លាម។")],
    "my": [("**အာဆီယံ၏**တာဝန်", "အာဆီယံ၏")],
    "zh-Hans": [("**立即停火。**我们", "立即停火。")],
}
"""Targets whose marks stand between a letter and punctuation, and what is strong in them."""

SOURCE = f"""\
---
title: One of everything
lang: en
date: 2026-11-24
---

# One of everything

The first paragraph says what this is about, in a sentence that is long enough to wrap.

{FIRE}

{READ}

## Lists and [links](#tables)

- A point with `code` in it
- Another one

  with a second paragraph
- [ ] Something to do
- [x] Something done

1. First
2. Second
   - Deeper

     > Quoted in a list

     1. Deepest
10. Tenth

- Plain, then a task
- [ ] The task
  - [x] Done below
  - Plain below

## Images and files

![A map of the river](map.png) and [the form](files/form.txt).

![Drawn very wide](wide.png)

<figure>
<img src="map.png" alt="The map again">
<figcaption>Where the schools are</figcaption>
</figure>

## Tables

| Place | Schools | A column with a long heading |
|:--|--:|:-:|
| North | 12 | yes |
| South | 1,200 | no |

| One column | of | a | very | wide | table | that | no | phone | has | room | for |
|---|---|---|---|---|---|---|---|---|---|---|---|
| Everything | stands | beside | everything | else, | and | the | reader | has | to | scroll | sideways |

| Image | `code` |
|---|---|
| ![](map.png) | A longer sentence that stands in a cell and wraps on any screen that is narrow. |

> Someone said this.
>
> > Someone else answered.

::: tip A title of its own
What helps.

- A point in it
:::

> [!WARNING]
> {CALL}

```sh
a-very-long-line-of-code --with --options --that --does --not --fit --on --any --narrow --screen --at --all
```

A claim.[^1] Another one.[^2]

<details>
<summary>More of it</summary>
<p>Inside.</p>
</details>

What follows the details.

Term
: What it means

Another term
: Its first meaning
: Its second meaning

  with another paragraph

Averyveryverylongwordthatdoesnotfitonanynarrowscreenbecausenobodyeverbrokeitanywhereatallhonestly.

***

<!-- i18n:skip-start -->

This is never translated: the author wants it so.

- Nor is this

<!-- i18n:skip-end -->

# A second title

## Straight to the next level

What follows.

## Averyveryverylongheadingwithoutanyspacewhichnarrowscreenscannotholdinoneline

<!-- i18n:optional-start -->

- River Watch
- Jaringan Sungai

<!-- i18n:optional-end -->

[^1]: Its source.
[^2]: Another source.
"""


def build_site(root: Path, *, drafts: bool = False) -> Path:
    """Build the project; return the folder of its pages."""
    tags = ", ".join(f'"{tag}"' for tag in TAGS)
    settings = f"languages = [{tags}]\ndrafts = {str(drafts).lower()}\n"
    make(root, {"all.md": SOURCE, "files/form.txt": "Name:\n"}, settings)
    for name, width, height in (("map", 320, 160), ("wide", 1600, 200)):
        (root / f"source/{name}.png").write_bytes(picture(width, height))
    before = Path.cwd()
    os.chdir(root)
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1700000000")
    try:
        assert run(["-q", "update"]) == 0
        for folder in FOLDERS[1:]:
            _translate(root, folder, fuzzy=drafts)
        assert run(["-q", "build"]) == 0
    finally:
        os.chdir(before)
    return root / "output"


def picture(width: int, height: int) -> bytes:
    """Return a PNG of one colour (PNG, third edition, section 5)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    rows = (b"\0" + bytes((40, 120, 140)) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows, 9)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _translate(root: Path, folder: str, *, fuzzy: bool) -> None:
    """Translate a third, leave a third, and have one of each other standing.

    With ``fuzzy`` another third is a draft.
    """
    catalog = catalog_of(root, "all", folder)
    for number, message in enumerate(catalog.messages()):
        if number % 3 == 0 and "[^" not in message.source:
            catalog.set(message.source, message.context, f"⟦{message.source}⟧", fuzzy=False)
        elif fuzzy and number % 3 == 1 and "[^" not in message.source:
            catalog.set(message.source, message.context, f"⟦{message.source}⟧", fuzzy=True)
    catalog.set("Another one", None, "# Broken\n\n- out", fuzzy=False)
    catalog.set("Someone said this.", None, "⟦Someone⟧", fuzzy=True)
    strong = [target for target, _ in STRONG.get(folder.replace("_", "-"), ())]
    for target in strong:
        catalog.set(READ if "](" in target else FIRE, None, target, fuzzy=False)
    if folder == "ms_Arab":
        catalog.set("One of everything", None, "ساتو درڤد سموا", fuzzy=False)
        catalog.set(CALL, None, "هوبوڠي +62 812-3456-7890 اتاو <help@example.org>.", fuzzy=False)
        catalog.set("A claim.[^1] Another one.[^2]", None, "", fuzzy=False)
    catalog_path(root, "all", folder).write_bytes(catalog.encode())
