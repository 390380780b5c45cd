"""Every file that transpipe touches: one reader, one writer, one lock, one resolver of paths.

A file is replaced as a whole or not at all: the new bytes go to a temporary file beside it, reach
the disk, and take its name in one step. Killed at any point, a file is old or new, and the
temporary files of a dead run are swept by the next one that writes there.

Paths are relative to ``root`` where they are not absolute, and never lead outside it.
"""

from transpipe.project.files.locking import lock
from transpipe.project.files.paths import collisions, escaped, folded, inside, problem, shown
from transpipe.project.files.reading import LIMIT, exists, read, unlinked, walk
from transpipe.project.files.stage import Stage, write
from transpipe.project.files.stamps import Stamp, Stamps, digest
from transpipe.project.files.temporary import sweep

__all__ = [
    "LIMIT",
    "Stage",
    "Stamp",
    "Stamps",
    "collisions",
    "digest",
    "escaped",
    "exists",
    "folded",
    "inside",
    "lock",
    "problem",
    "read",
    "shown",
    "sweep",
    "unlinked",
    "walk",
    "write",
]
