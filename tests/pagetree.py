"""A page as a tree, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]
)


@dataclass
class Element:
    """An element, or with an empty name a piece of text."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    data: str = ""
    parent: Element | None = None

    def all(self, name: str = "", /, **wanted: str) -> list[Element]:
        """Return the elements under this one with a name and attributes (``class_``: a class)."""
        return [one for one in self.walk() if one.is_like(name, wanted)]

    def one(self, name: str = "", /, **wanted: str) -> Element:
        """Return the only such element."""
        found = self.all(name, **wanted)
        assert len(found) == 1, (name, wanted, len(found))
        return found[0]

    def is_like(self, name: str, wanted: dict[str, str]) -> bool:
        if not self.name or (name and self.name != name):
            return False
        for key, value in wanted.items():
            if key == "class_":
                if value not in self.attributes.get("class", "").split():
                    return False
            elif self.attributes.get(key.replace("_", "-")) != value:
                return False
        return True

    def walk(self) -> Iterator[Element]:
        for child in self.children:
            yield child
            yield from child.walk()

    @property
    def text(self) -> str:
        """All text in it, white space collapsed."""
        return " ".join("".join(one.data for one in self.walk() if not one.name).split())

    @property
    def ancestors(self) -> list[Element]:
        """From itself outwards."""
        found, one = [], self
        while one.parent:
            found.append(one)
            one = one.parent
        return found

    @property
    def lang(self) -> str:
        """The language it is in."""
        return next(
            (one.attributes["lang"] for one in self.ancestors if "lang" in one.attributes), ""
        )

    @property
    def direction(self) -> str:
        """The direction it has."""
        return next(
            (one.attributes["dir"] for one in self.ancestors if "dir" in one.attributes), ""
        )


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("#")
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        assert len(said) == len(attrs), f"an attribute twice in <{tag}>"
        element = Element(tag, said, parent=self.stack[-1])
        self.stack[-1].children.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.stack[-1].name == tag, f"</{tag}> ends <{self.stack[-1].name}>"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        parent = self.stack[-1]
        parent.children.append(Element("", data=data, parent=parent))


def tree(html: str) -> Element:
    """Return the tree of a page; fails where elements are not closed as they were opened."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.stack == [builder.root], [one.name for one in builder.stack]
    return builder.root
