"""What HTML may stand in a page; the only door to nh3."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import nh3

__all__ = ["clean", "in_one_order", "is_safe_address"]

_TAG_NAMES = (
    "a abbr article aside b bdi bdo blockquote br caption cite code col colgroup data dd del"
    " details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img"
    " input ins kbd label li mark ol p picture pre q rp rt ruby s samp section small span"
    " strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
_TAGS = frozenset(_TAG_NAMES.split())
_DROPPED = frozenset({"script", "style", "template", "svg", "math", "title", "textarea"})
_EVERYWHERE = frozenset(
    {"lang", "dir", "id", "class", "title", "role", "aria-label", "aria-hidden", "tabindex"}
    | {"translate"}
)
_ATTRIBUTES = {
    "a": frozenset({"href", "hreflang"}),
    "abbr": frozenset({"title"}),
    "blockquote": frozenset({"cite"}),
    "data": frozenset({"value"}),
    "del": frozenset({"datetime"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "input": frozenset({"type", "disabled", "checked"}),
    "ins": frozenset({"datetime"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "q": frozenset({"cite"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
_ROLES = frozenset({"note", "group", "doc-noteref", "doc-backlink", "doc-endnotes"})
_SCHEMES = frozenset({"http", "https", "mailto"})
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\\]")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_DEEPEST = 2000
_CLOSED_BY_OTHERS = frozenset(
    {"br", "col", "dd", "dt", "hr", "img", "input", "li", "p", "rp", "rt", "td", "th", "tr", "wbr"}
)
_NUMBER = re.compile(r"[0-9]{1,5}")
_LANG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_ID = re.compile(r"[^\s]{1,200}")


def clean(html: str) -> str:
    """Return HTML with nothing in it but what is on our lists.

    What it shows stays; scripts, styles, forms, frames, handlers and comments go.
    """
    return in_one_order(_cleaner().clean(_shallow(html)))


def in_one_order(html: str) -> str:
    """Return HTML of nh3 with what it adds to ``input`` in one order: its own differs by process.

    No text and no value can say this: in the one ``>`` is escaped, in the other the quotation mark.
    """
    return html.replace(' disabled="" type="checkbox">', ' type="checkbox" disabled="">')


def is_safe_address(address: str) -> bool:
    """Tell whether a link may lead there: http, https, mailto, ``#`` or a relative address.

    Not to another host without a scheme, with a name and password, or with anything in the
    address that can't be seen.
    """
    if _HIDDEN.search(address):
        return False
    scheme = _SCHEME.match(address)
    if scheme:
        if scheme[1].lower() not in _SCHEMES:
            return False
        host = re.split(r"[/?#]", address[scheme.end() :].lstrip("/"), maxsplit=1)[0]
        return scheme[1].lower() == "mailto" or ("@" not in host and bool(host))
    before = re.split(r"[/?#]", address, maxsplit=1)[0]
    return not address.startswith("//") and ":" not in before


def _shallow(html: str) -> str:
    """Return HTML whose elements are not nested too deeply; what opens beyond that is text.

    The parser takes time by the square of the depth.
    """
    if html.count("<") <= _DEEPEST:
        return html
    depth, parts, position = 0, [], 0
    for found in _TAG.finditer(html):
        if found[2].lower() in _CLOSED_BY_OTHERS:
            continue
        if found[1]:
            depth = max(depth - 1, 0)
        elif depth >= _DEEPEST:
            parts += [html[position : found.start()], "&lt;"]
            position = found.start() + 1
        else:
            depth += 1
    return "".join([*parts, html[position:]])


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes={"*": _EVERYWHERE, **_ATTRIBUTES},
        attribute_filter=_filter,
        strip_comments=True,
        link_rel=None,
        url_schemes=_SCHEMES,
        set_tag_attribute_values={"input": {"disabled": "", "type": "checkbox"}},
    )


def _filter(_tag: str, attribute: str, value: str) -> str | None:
    keep = _KEEP.get(attribute)
    return value if keep is None or keep(value) else None


_KEEP: dict[str, Callable[[str], object]] = {
    "href": is_safe_address,
    "src": is_safe_address,
    "cite": is_safe_address,
    "role": _ROLES.__contains__,
    "tabindex": "0".__eq__,
    "aria-hidden": "true".__eq__,
    "translate": frozenset({"no", "yes"}).__contains__,
    "dir": frozenset({"ltr", "rtl", "auto"}).__contains__,
    "lang": _LANG.fullmatch,
    "hreflang": _LANG.fullmatch,
    "id": _ID.fullmatch,
    "width": _NUMBER.fullmatch,
    "height": _NUMBER.fullmatch,
    "colspan": _NUMBER.fullmatch,
    "rowspan": _NUMBER.fullmatch,
    "start": re.compile(r"-?[0-9]{1,9}").fullmatch,
    "value": re.compile(r"-?[0-9]{1,9}").fullmatch,
}
