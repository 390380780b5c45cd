"""Coverage as SVG: a picture of all languages, and a badge. Nothing is fetched for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from transpipe.report.status import Row, by_share, cells, legend_words, percent_of, summary
from transpipe.standing import Standing

__all__ = ["badge", "picture"]

_WIDTH, _ROW, _TOP = 760, 30, 58
_NAME, _STRIP, _DONE, _LEFT = 20, 210, 640, 740
_STRIP_WIDTH = 370
_CELLS = 185
_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
_CLASSES = {
    Standing.TRANSLATED: "t",
    Standing.FUZZY: "f",
    Standing.REFUSED: "r",
    Standing.UNTRANSLATED: "u",
}
_STYLE = (
    'text{font:14px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:#1c2126}'
    ".n{text-anchor:end;font-variant-numeric:tabular-nums}.s{fill:#59636d;font-size:12px}"
    ".b{font-weight:600}.g{fill:#fdfdfb;stroke:#dfe2e0}.t{fill:#0b5563}.u{fill:#dde4e3}"
    ".f{fill:url(#f)}.r{fill:url(#r)}.h{fill:#faf6ec}.h+path{stroke:#b8862b;stroke-width:2}"
    ".x{fill:#fdfdfb}.x+path{stroke:#a3341f;stroke-width:1.2;fill:none}"
    "@media(prefers-color-scheme:dark){text{fill:#e5e7e6}.s{fill:#a3adb5}"
    ".g{fill:#14181b;stroke:#2c3338}.t{fill:#7ccbd8}.u{fill:#2d363c}.h{fill:#211d13}"
    ".h+path{stroke:#b98d3e}.x{fill:#14181b}.x+path{stroke:#f0937f}}"
)
_PATTERNS = (
    '<defs><pattern id="f" width="6" height="6" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(30)"><rect class="h" width="6" height="6"/><path d="M1 0v6"/>'
    '</pattern><pattern id="r" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect class="x" width="6" height="6"/><path d="M0 0l6 6M6 0l-6 6"/></pattern></defs>'
)


def picture(rows: Sequence[Row], title: str, documents: int) -> str:
    """Return the coverage of all languages as an SVG, light or dark as its reader likes it.

    Args:
        rows: the languages.
        title: what they are the coverage of.
        documents: how many documents that is.

    """
    height = _TOP + _ROW * len(rows) + 66
    said = summary(rows, documents)
    size = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    parts = [
        f'<svg {_NAMESPACE} {size} role="img" aria-labelledby="title desc">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(_told(rows))}</desc>',
        f"<style>{_STYLE}</style>{_PATTERNS}",
        f'<rect class="g" x=".5" y=".5" width="{_WIDTH - 1}" height="{height - 1}" rx="6"/>',
        _text(_NAME, 30, title, "b"),
        _text(_DONE, 30, "done", "n s"),
        _text(_LEFT, 30, "words left", "n s"),
        *(_row(row, _TOP + _ROW * number) for number, row in enumerate(by_share(rows))),
        *_legend(rows, height - 44),
        _text(_NAME, height - 16, said, "s"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def badge(rows: Sequence[Row], label: str = "translated") -> str:
    """Return a badge with the share of all languages' source words that is translated.

    Args:
        rows: the languages.
        label: what stands left of the figure.

    """
    total = sum(row.coverage.total.words for row in rows)
    left = sum(row.coverage.left for row in rows)
    share = f"{(total - left) * 100 // total if total else 100}%"
    first, second = 12 + 6 * len(label), 12 + 7 * len(share)
    width = first + second
    text = (
        '<text x="{}" y="14" text-anchor="middle" textLength="{}" lengthAdjust="spacingAndGlyphs"'
        ' fill="#fff" font-family="system-ui,Verdana,sans-serif" font-size="11">{}</text>'
    )
    return (
        f'<svg {_NAMESPACE} width="{width}" height="20" role="img"'
        f' aria-label="{escape(label)}: {share}"><title>{escape(label)}: {share}</title>'
        f'<clipPath id="c"><rect width="{width}" height="20" rx="3"/></clipPath>'
        f'<g clip-path="url(#c)"><rect width="{width}" height="20" fill="#3d444b"/>'
        f'<rect x="{first}" width="{second}" height="20" fill="#0b5563"/></g>'
        + text.format(f"{first / 2:g}", first - 12, escape(label))
        + text.format(f"{first + second / 2:g}", second - 12, share)
        + "</svg>\n"
    )


def _row(row: Row, top: int) -> str:
    middle = top + 15
    strip = "".join(
        f'<rect class="{_CLASSES[standing]}" x="{x:g}" y="{top}" width="{width:g}" height="20"/>'
        for standing, x, width in _blocks(row)
    )
    return (
        _text(_NAME, middle, row.name, "b")
        + strip
        + _text(_DONE, middle, percent_of(row.coverage), "n b")
        + _text(_LEFT, middle, f"{row.coverage.left:,}", "n")
    )


def _blocks(row: Row) -> Iterator[tuple[Standing, float, float]]:
    """Yield standing, place and width of the blocks of a strip."""
    unit, position = _STRIP_WIDTH / _CELLS, 0
    for standing, group in groupby(cells(row.strip, _CELLS)):
        count = len(list(group))
        yield standing, _STRIP + position * unit, count * unit
        position += count


def _legend(rows: Sequence[Row], top: int) -> Iterator[str]:
    place = float(_NAME)
    for standing, words in legend_words(rows):
        box = f'<rect class="{_CLASSES[standing]}" x="{place:g}" y="{top - 10}"'
        yield f'{box} width="22" height="11"/>'
        yield _text(place + 29, top, words, "s")
        place += 50 + 6.6 * len(words)


def _told(rows: Sequence[Row]) -> str:
    return ", ".join(f"{row.name} {percent_of(row.coverage)}" for row in by_share(rows))


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(text)}</text>'
