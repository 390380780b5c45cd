"""What acts in a page, or asks for something from elsewhere: no page may have any of it."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

__all__ = ["active"]

_ACTING = frozenset(
    "script iframe frame object embed applet form base portal audio video source track math"
    " noscript template textarea select button foreignobject animate set use".split()
)
_ADDRESSES = frozenset({"href", "src", "srcset", "action", "formaction", "data", "poster", "cite"})
_HARMLESS = re.compile(r"(?:https?:|mailto:|data:,\Z|[^:]*(?:[/?#]|\Z))", re.IGNORECASE)
_OWN_METAS = frozenset({"content-security-policy"})


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.styles = 0
        self.policies = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTING:
            self.found.append(f"<{tag}>")
        if tag == "style":
            self.styles += 1
        for name, value in attrs:
            self._attribute(tag, name, html.unescape(value or ""))

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in {"style", "formaction", "srcdoc", "xlink:href"}:
            self.found.append(f"<{tag} {name}>")
        if tag == "meta" and name == "http-equiv":
            self.policies += 1
            if value.lower() not in _OWN_METAS:
                self.found.append(f"<meta http-equiv={value}>")
        if name in _ADDRESSES and not _HARMLESS.match(value.strip()):
            self.found.append(f"<{tag} {name}={value}>")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"<![{data}>")


def active(page: str) -> list[str]:
    """Return what acts in a page besides its own style sheet and policy; best nothing."""
    reader = _Page()
    reader.feed(page)
    reader.close()
    if reader.styles != 1:
        reader.found.append(f"{reader.styles} style sheets")
    if reader.policies != 1:
        reader.found.append(f"{reader.policies} policies")
    return reader.found
