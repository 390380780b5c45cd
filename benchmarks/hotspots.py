"""Where a command spends its time: cProfile over a project.

Run: python benchmarks/hotspots.py FOLDER -j1 run --no-cache
"""

from __future__ import annotations

import cProfile
import os
import pstats
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from transpipe.cli.main import run


def main() -> int:
    folder, *arguments = sys.argv[1:]
    os.chdir(folder)
    profile = cProfile.Profile()
    profile.enable()
    code = run(arguments)
    profile.disable()
    pstats.Stats(profile).strip_dirs().sort_stats("cumtime").print_stats(80)
    return code


if __name__ == "__main__":
    sys.exit(main())
