"""Git's merge driver for catalogues: three versions of a file become one, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from transpipe.catalog import Catalog, Version
from transpipe.document import Key
from transpipe.errors import InputOutputError, TranspipeError
from transpipe.memory import Known, matches
from transpipe.merging import merge, merge_headers
from transpipe.project import files
from transpipe.project.git import git, require, run_git

__all__ = ["ATTRIBUTE", "Driven", "install", "merge_files", "merge_texts"]

ATTRIBUTE = "*.po merge=transpipe"
"""The line of .gitattributes that hands catalogues to the driver."""
_NAME = "Merge gettext catalogues entry by entry"
_LIMIT = 1 << 30


@dataclass(frozen=True, slots=True)
class Driven:
    """What came of a merge.

    Attributes:
        data: the merged file.
        conflicts: the lines in it of messages that both sides translated differently.
        is_clean: whether git may take the file as it is.
        reason: why it was merged line by line, as text; None if it was not.

    """

    data: bytes
    conflicts: tuple[int, ...] = ()
    is_clean: bool = True
    reason: TranspipeError | None = None


def merge_files(base: Path, ours: Path, theirs: Path, name: str) -> Driven:
    """Merge three files, and write the result to ``ours``.

    Where one of them is no catalogue, git's own merge by lines is made; its result is clean
    only if it can be read.

    Args:
        base: what both come from; may be an empty file.
        ours: one version; takes the result.
        theirs: the other one.
        name: the file in the repository, as people see it.

    Raises:
        TranspipeError: a file can't be read at all.
        InputOutputError: the file system, or git, refused.

    """
    versions = [
        files.read(one, root=one.parent, limit=_LIMIT, setting="") for one in (base, ours, theirs)
    ]
    try:
        done = merge_texts(*versions, name=name)
    except TranspipeError as error:
        done = _by_lines(base, ours, theirs, name, error)
    files.write(ours, done.data, root=ours.parent)
    return done


def _by_lines(base: Path, ours: Path, theirs: Path, name: str, error: TranspipeError) -> Driven:
    labels = [part for label in ("ours", "base", "theirs") for part in ("-L", label)]
    paths = [str(one.resolve()) for one in (ours, base, theirs)]
    done = run_git(ours.parent, ["merge-file", "-p", *labels, *paths])
    if done is None or done.returncode > 127:  # noqa: PLR2004 - the most conflicts git counts
        raise InputOutputError("git can't merge this file", path=name) from error
    try:
        _parse(done.stdout, name)
    except TranspipeError:
        return Driven(done.stdout, is_clean=False, reason=error)
    return Driven(done.stdout, is_clean=done.returncode == 0, reason=error)


def merge_texts(base: bytes, ours: bytes, theirs: bytes, *, name: str = "") -> Driven:
    """Merge the bytes of three versions of a catalogue.

    Raises:
        TranspipeError: one of them is no catalogue.

    """
    here, there = (_side(data, name, side) for data, side in ((ours, "ours"), (theirs, "theirs")))
    before = _side(base, name, "the common version") if base.strip() else None
    olds = _entries(before) if before else []
    merged = merge(olds, _entries(here), _entries(there))
    entries = _with_proposals(olds, merged.entries)
    fields = merge_headers(before.header if before else {}, here.header, there.header)
    here.combine(there, [_settled(entry) for entry in entries], fields)
    data = here.encode()
    again = _parse(data, name)
    lines = [
        message.target_line
        for entry in merged.conflicts
        for message in again.messages()
        if message.key == entry.key
    ]
    return Driven(data, tuple(lines), is_clean=not merged.conflicts)


def _parse(data: bytes, name: str) -> Catalog:
    return Catalog.parse(data, name, max_segment_size=_LIMIT)


def _side(data: bytes, name: str, side: str) -> Catalog:
    try:
        return _parse(data, name)
    except TranspipeError as error:
        error.message = f"{error.message} ({side})"
        raise


def _entries(catalog: Catalog) -> list[Version]:
    return [one for one in catalog.versions() if one.key != (None, "")]


def _settled(one: Version) -> Version:
    """Return what is written: without a target nothing is fuzzy, nor was there a source before."""
    return replace(
        one, fuzzy=one.fuzzy and bool(one.target), previous=one.previous if one.fuzzy else ""
    )


def _with_proposals(base: Sequence[Version], merged: Sequence[Version]) -> Iterator[Version]:
    """Yield the entries; an edited source gets what the other side made of the old one.

    One side edits a source that is not translated yet, the other translates it: the pair is
    obsolete after the merge, and an update would not look there again.
    """
    known = {entry.key: entry for entry in merged}
    olds = [entry for entry in base if not entry.obsolete]
    active = [_known(known.get(entry.key, entry)) for entry in olds]
    active_keys = [entry.key for entry in merged if not entry.obsolete]
    was = {entry.key: entry.target for entry in olds}
    found = matches(active_keys, active) if _is_new(merged, was) else {}
    for entry in merged:
        match = found.get(entry.key)
        if entry.target or entry.obsolete or match is None:
            yield entry
            continue
        source = match.known.context, match.known.source
        is_late = was.get(source) != known[source].target if source in known else False
        yield (
            replace(entry, target=match.target, fuzzy=True, previous=match.previous)
            if is_late
            else entry
        )


def _is_new(merged: Iterable[Version], was: dict[Key, str]) -> bool:
    return any(not one.target and not one.obsolete and one.key not in was for one in merged)


def _known(entry: Version) -> Known:
    return Known(entry.source, entry.target, entry.context, entry.fuzzy)


# --- installing it ---------------------------------------------------------------------


def install(root: Path, command: str) -> list[str]:
    """Make git merge the catalogues below a folder by the driver; return what was changed.

    Args:
        root: the folder whose .gitattributes names the catalogues.
        command: how transpipe is called.

    Raises:
        TranspipeError: the folder is under no git repository.
        InputOutputError: the system, or git, refused.

    """
    require(root, "a merge driver")
    done = []
    path = root / ".gitattributes"
    text = files.read(path, root=root).decode(errors="surrogateescape") if path.exists() else ""
    if not any(line.split() == ATTRIBUTE.split() for line in text.split("\n")):
        start = text if not text or text.endswith("\n") else f"{text}\n"
        files.write(path, f"{start}{ATTRIBUTE}\n".encode(errors="surrogateescape"), root=root)
        done.append(".gitattributes")
    wanted = {"name": _NAME, "driver": f"{command} merge-driver %O %A %B %P"}
    for key, value in wanted.items():
        name = f"merge.transpipe.{key}"
        if (git(root, ["config", "--local", name]) or b"").decode().rstrip("\n") != value:
            if git(root, ["config", "--local", name, value]) is None:
                raise InputOutputError(f"git refused to set {name}", path=".git/config")
            done.append(name)
    return done
