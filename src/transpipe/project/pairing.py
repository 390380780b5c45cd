"""Find the pairs of source and target that git put together when it merged line by line.

Nothing in a catalogue tells such a pair from one that a person confirmed: what a translator's
tool keeps of an entry travels with its lines, and it is lines that git mixes. The parents of
the merge do tell: nobody had finished that pair on either side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from transpipe.catalog import Message, State
from transpipe.checks import Finding, Severity
from transpipe.errors import TranspipeError
from transpipe.languages import Language
from transpipe.project.catalogs import read_catalog
from transpipe.project.git import git, run_git
from transpipe.project.layout import Project

if TYPE_CHECKING:
    from transpipe.catalog import Version

__all__ = ["is_blind", "mispaired"]

_CHECK, _NAME = "P080", "pairing"
_HELP = (
    "Compare the two. If the translation is right, mark it fuzzy, commit, and accept it in the "
    "next commit; transpipe init --git lets git merge entry by entry."
)
_MERGES = 200
"""How many merges are looked at, from the latest back."""
_START = "\x01"
_NOW = ""  # stands for the working tree where a merge is not committed yet
_BOTH = 2
_Pair = tuple[str | None, str, str]


@dataclass(frozen=True, slots=True)
class _Merge:
    """A merge: its commit, its parents, the files that equal none of theirs."""

    commit: str
    parents: tuple[str, ...]
    names: tuple[str, ...]


def mispaired(project: Project, languages: Sequence[Language]) -> list[Finding]:
    """Return the finished messages whose pair a merge made that was finished on no branch.

    Nothing where the project is under no git, or its history is not there (a shallow clone).

    Raises:
        TranspipeError: a catalogue can't be read.

    """
    catalogs = {
        project.catalog_path(domain, language): (domain, language)
        for language in languages
        for domain in project.domains
    }
    folders = [project.catalog_folder(language) for language in languages]
    found: list[Finding] = []
    history = _History(project)
    suspects: dict[str, dict[_Pair, str]] = {}
    for merge in [*_pending(project.root, folders), *_merges(project.root, folders)]:
        names = [name for name in merge.names if name in catalogs]
        history.fetch(merge, names)
        for name in names:
            for pair in history.made_by(merge, name):
                suspects.setdefault(name, {}).setdefault(pair, merge.commit)
    for name, pairs in suspects.items():
        domain, language = catalogs[name]
        found += [
            _finding(message, name, project.source_path(domain), language.tag, commit)
            for message, commit in history.standing(name, pairs)
        ]
    return sorted(found)


def is_blind(project: Project) -> bool:
    """Tell whether the history is cut off (a shallow clone): merges can't be looked at then."""
    return git(project.root, ["rev-parse", "--is-shallow-repository"]) == b"true\n"


def _finding(message: Message, name: str, source_file: str, tag: str, commit: str) -> Finding:
    merge = f"the merge {commit[:10]}" if commit else "the merge that is not committed yet"
    return Finding(
        _CHECK,
        _NAME,
        Severity.ERROR,
        f"{merge} put this translation beside another source than it was made for",
        _HELP,
        language=tag,
        catalog=name,
        catalog_line=message.target_line,
        source_file=source_file,
        source=message.source,
        target=message.target,
    )


def _merges(root: Path, folders: Sequence[str]) -> Iterator[_Merge]:
    """Yield the latest merges with a file below some folders that equals no parent's."""
    if not folders:
        return
    arguments = ["log", "-c", "--merges", "--name-only", "--relative", "-z", f"-n{_MERGES}"]
    arguments += [f"--format={_START}%H %P", "--", *(f":(literal){one}" for one in folders)]
    printed = (git(root, arguments) or b"").decode(errors="surrogateescape")
    for block in printed.split(_START)[1:]:
        head, *names = [part.strip("\n") for part in block.split("\0")]
        commit, *parents = head.split()
        yield _Merge(commit, tuple(parents), tuple(filter(None, names)))


def _pending(root: Path, folders: Sequence[str]) -> Iterator[_Merge]:
    """Yield the merge that waits to be committed."""
    other = git(root, ["rev-parse", "--quiet", "--verify", "MERGE_HEAD"])
    if not other or not folders:
        return
    parents = ("HEAD", other.decode().strip())
    names = None
    for parent in parents:
        arguments = ["diff", "--name-only", "--relative", "-z", parent, "--"]
        arguments += [f":(literal){one}" for one in folders]
        printed = (git(root, arguments) or b"").decode(errors="surrogateescape")
        changed = set(filter(None, printed.split("\0")))
        names = changed if names is None else names & changed
    yield _Merge(_NOW, parents, tuple(sorted(names or ())))


class _History:
    """The catalogues of a project as commits have them; each version is read once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._blobs: dict[tuple[str, str], bytes] = {}
        self._entries: dict[bytes, list[Version] | None] = {}

    def fetch(self, merge: _Merge, names: Sequence[str]) -> None:
        """Read the versions of some files that a merge and its parents have, at one go."""
        commits = [one for one in (merge.commit, *merge.parents) if one != _NOW]
        wanted = [(commit, name) for name in names for commit in commits]
        lines = "".join(f"{commit}:./{name}\n" for commit, name in wanted)
        printed = git(
            self._project.root,
            ["cat-file", "--batch"],
            data=lines.encode(errors="surrogateescape"),
        )
        self._blobs = dict(zip(wanted, _blobs(printed or b""), strict=False))

    def made_by(self, merge: _Merge, name: str) -> list[_Pair]:
        """Return the finished pairs of a merge that were finished in no parent, and git's own."""
        from transpipe.merging import unpaired  # noqa: PLC0415 - slow to import, seldom needed

        merged = self._read(merge.commit, name)
        parents = [self._read(parent, name) for parent in merge.parents]
        if not merged or any(one is None for one in parents):
            return []
        found = [_pair(entry) for entry in unpaired(merged, *(one or [] for one in parents))]
        if found and len(parents) == _BOTH:
            made = self._by_lines(merge, name)
            found = [pair for pair in found if made is None or pair in made]
        return found

    def standing(self, name: str, pairs: Mapping[_Pair, str]) -> Iterator[tuple[Message, str]]:
        """Yield those of some pairs that are finished still, and were so ever since."""
        catalog = read_catalog(self._project, name)
        for message in catalog.messages() if catalog else ():
            pair = _pair(message)
            if pair in pairs and message.state is State.TRANSLATED:
                commit = pairs[pair]
                if not any(pair not in known for known in self._since(commit, name)):
                    yield message, commit

    def _since(self, commit: str, name: str) -> Iterator[set[_Pair]]:
        """Yield the finished pairs of a file in each commit after a merge."""
        if not commit:
            return
        arguments = ["log", "--format=%H", f"{commit}..HEAD", "--", f":(literal){name}"]
        for later in (git(self._project.root, arguments) or b"").decode().split():
            entries = self._read(later, name)
            if entries is not None:
                yield _finished(entries)

    def _read(self, commit: str, name: str) -> list[Version] | None:
        """Return the entries of a file in a commit; none if it was not there, None if broken."""
        data = self._bytes(commit, name)
        digest = sha256(data).digest()
        if digest not in self._entries:
            self._entries[digest] = _entries(data)
        return self._entries[digest]

    def _bytes(self, commit: str, name: str) -> bytes:
        if commit == _NOW:
            return self._project.read(name) if self._project.exists(name) else b""
        if (commit, name) in self._blobs:
            return self._blobs[commit, name]
        return git(self._project.root, ["cat-file", "blob", f"{commit}:./{name}"]) or b""

    def _by_lines(self, merge: _Merge, name: str) -> set[_Pair] | None:
        """Return the finished pairs that git's own merge makes, whichever side it prefers.

        What is in none of them was written by the person who resolved the merge. None where
        it can't be told.
        """
        from tempfile import TemporaryDirectory  # noqa: PLC0415 - seldom needed

        bases = git(self._project.root, ["merge-base", *merge.parents])
        if not bases:
            return None
        versions = (merge.parents[0], bases.decode().split()[0], merge.parents[1])
        found: set[_Pair] = set()
        with TemporaryDirectory() as folder:
            paths = [Path(folder, str(number)) for number in range(3)]
            for path, version in zip(paths, versions, strict=True):
                path.write_bytes(self._bytes(version, name))
            for side in ("--ours", "--theirs", "--union"):
                done = run_git(Path(folder), ["merge-file", "-p", side, *map(str, paths)])
                entries = _entries(done.stdout) if done else None
                found |= _finished(entries or [])
        return found


def _blobs(printed: bytes) -> Iterator[bytes]:
    """Yield what ``git cat-file --batch`` printed, one file each; nothing for a missing one."""
    start = 0
    while start < len(printed):
        end = printed.index(b"\n", start)
        size = printed[start:end].rpartition(b" ")[2]
        start = end + 1
        if size.isdigit():
            yield printed[start : start + int(size)]
            start += int(size) + 1
        else:
            yield b""


def _entries(data: bytes) -> list[Version] | None:
    """Return what matters here of a catalogue's bytes."""
    from transpipe.catalog import Catalog, Version  # noqa: PLC0415 - slow to import, seldom needed

    if not data:
        return []
    try:
        catalog = Catalog.parse(data, max_segment_size=len(data) + 1)
    except TranspipeError:
        return None
    return [
        Version(one.source, one.target, one.context, one.state is State.FUZZY)
        for one in catalog.messages()
    ]


def _pair(entry: Version | Message) -> _Pair:
    return entry.context, entry.source, entry.target


def _finished(entries: Sequence[Version]) -> set[_Pair]:
    return {_pair(entry) for entry in entries if entry.is_final}
