"""Made-up Markdown for hypothesis: every construct, inside every other; and hostile targets."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

_WORDS = [
    "peace", "river", "*soon*", "**all**", "`code`", "``a ` b``", '[link](/to "tip")', "[ref]",
    "[ref][other]", "![map](m.png 'map')", "<b>bold</b>", "<https://example.org>", "~~old~~",
    "https://example.org/a_b", "a@example.org", "note[^1]", "&amp;", "\\*", "\\|", "1986\\.", "x_y_z",
    "หยุดยิง", "停火", "وقف", "e\u0301", "\U0001f54a\ufe0f", "\u00a0", "a | b", "{#x}", "^[inline]",
    '"quoted"', "(so)", "<br>", "<!-- c -->", "$x$", "#tag", "a\tb", "[", "]", "<", "`", "**",
]  # fmt: skip
_BREAKS = ["\n", "\n", "\n", "\n", " \n", "  \n", "\\\n"]
_RAW = [
    "---", "***", "```\ncode *x*\n\n  more\n```", "~~~ lang title\n| a |\n~~~", "    indented\n\n    code",
    "<div>\n  text <b>x</b>\n</div>", "<p title='tip'>one<br>two</p>", "<img src=a alt=b>",
    "<details>\n<summary>Sum</summary>\n", "</details>", "<pre>\n*x*\n\ny\n</pre>", "<!-- a\n\nb -->",
    "<script>\nlet x\n</script> text", "<a\nhref=x>", "<?php x ?>",
    "[ref]: /url", '[other]: <u r l> "title"', "[third]:\n/url\n'more\nlines'", "[^1]: foot\n    note",
    "[^long]: one\n\n    two\n\n        code", "<!-- i18n:skip -->", "<!-- i18n:comment: hello -->",
    "<!-- i18n:context: c -->", "<!-- i18n:skip-start -->", "<!-- i18n:skip-end -->",
    "<!-- i18n:optional-start -->", "<!-- i18n:optional-end -->", "# Head {#id} ##", "#", "## `a` ##",
    "a \\| b\n---", "<p>\n[x]: <>", "Under\n===", "Two\nlines\n---", "| a | b |\n|---|:-:|\n| `x\\|y` | z |\n| one", "a | b\n- | -\nc | d",
    "Term\n: one\n: two\n\n  three", "Term\n\n~ one", "> [!NOTE]\n> text", "- [ ] do\n- [x] done", "-", "1.",
    ":::note[T]\nx\n:::", ":::: tip A *title*\n::: x\ntext\n:::\n::::", ":::{note} Title\ntext\n:::",
]  # fmt: skip


@st.composite
def runs(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6))
    text = words[0]
    for word in words[1:]:
        text += draw(st.sampled_from([" ", " ", " ", "", *_BREAKS])) + word
    return text


def _indented(text: str, first: str, others: str) -> str:
    head, *rest = text.split("\n")
    return "\n".join([first + head, *((others + line) if line else line for line in rest)])


_CONTAINERS: list[Callable[[str], str]] = [
    lambda text: "\n".join(("> " + line).rstrip(" ") for line in text.split("\n")),
    lambda text: f"> {text}",
    lambda text: f":::: box Title\n{text}\n::::",
    lambda text: _indented(text, "- ", "  "),
    lambda text: _indented(text, "12) ", "    "),
    lambda text: _indented(text, "-\t", "\t"),
    lambda text: _indented(text, "[^1]: ", "    "),
    lambda text: "Term\n" + _indented(text, ": ", "  "),
]


@st.composite
def _contained(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    text = draw(inner)
    return draw(st.sampled_from(_CONTAINERS))(text)


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    glue = st.sampled_from(["\n\n", "\n\n", "\n", "\n\n\n"])
    many = st.lists(st.tuples(glue, inner), min_size=1, max_size=3)
    joined = many.map(lambda parts: "".join(gap + part for gap, part in parts).lstrip("\n"))
    return _contained(joined) | joined


_FRONT = [
    "---\ntitle: Peace\n---\n", "---\ntitle: 'It''s'\nother: [a, b]\ndescription: >\n  folded\n  text\n---\n",
    "---\ntitle:\n  plain of\n  many lines # c\nsummary: |\n  a\n\n  b\nn: 1\n...\n", "+++\ntitle = 'x'\n+++\n",
    "---\n# only a comment\n---\n", '---\n"title": "a\\tb" # c\nnested: {title: x}\n---\n',
]  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Draw a document: blocks in containers in containers."""
    leaves = runs() | st.sampled_from(_RAW)
    text = draw(st.recursive(leaves, _blocks, max_leaves=8))
    text = (
        draw(st.sampled_from(["", "", "", "\ufeff"]))
        + draw(st.sampled_from(["", "", "", *_FRONT]))
        + text
        + draw(st.sampled_from(["\n", "", "\n\n[ref]: /u\n"]))
    )
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))


_HOSTILE = [
    "# x", "- x", "* ", "1. x", "1) x", "2. x", "> x", "```", "~~~ a", "---", "***", "===", "a\nb", "a\n\nb",
    "a\n- b", "a\n2. b", "a\n---", "a | b", "| a |", "a|b\n-|-", "|-", "<div>", "<!-- x", "-->", "<b>", "</b>",
    "</div>", "<pre>", "<script>", "</script>", "<?x", "?>", "<![CDATA[", "]]>", "[a]: /u", "[a\\]b]: /u",
    "[^1]: x", "[ ] x", "[x] y", "[!NOTE]", ": x", "~ x", "::: w", ":::", "+++", '"q"', "'q'", "(q)", "\\", "a\\",
    "`", "**", "a  \nb", "a\\\nb", "    x", "\tx", "   x", "a #", "a {#x}", "{#x}", "{x}", "[x]", "&nbsp;", "<",
    "a<b", "\x0b", "\x85", "\u2028", "\u00a0x", "x\u00a0", "\ufeff", "\ufeffx", "<a\nb>", "<!--\n-->", '[a](b\n"c")',
    "$$", "x\n: y", "x\n~ y", "|", "\\|", "a\n| b |\n|---|", "]", "](x)", "a: b", "- a: [", "#", "a\n    b", "a\n> b",
    "a\n# b", "a\n<div>", "---\na: b\n---", "\r\nx", "a\rb", "ก", "ก\nข", "0", "-", "+", "=", "_", "*", "\n\nx", "x\n\n",
    "\0", "\x1b[0m", "```\n```", "{{ x }}", "%s", "x" * 300, "a\tb", "a\n\tb", "…:::", "a\n:::", "!", "![x]", "[x",
]  # fmt: skip


@st.composite
def targets(draw: st.DrawFn, count: int) -> dict[int, str]:
    """Draw targets for some of ``count`` segments; none is blank, as no published one is."""
    piece = st.sampled_from(_HOSTILE) | runs()
    glued = st.builds(
        lambda a, glue, b: a + glue + b, piece, st.sampled_from(["", " ", "\n"]), piece
    )
    drawn = draw(st.dictionaries(st.integers(0, max(count - 1, 0)), piece | glued, max_size=count))
    return {index: text for index, text in drawn.items() if index < count and text.strip()}
