"""Does a cluster of two Dask workers, one killed in the middle, make the same editions?

Run: pip install "dask[distributed]", then: python benchmarks/cluster.py FOLDER-OF-A-PROJECT
Builds it in one process, then on the cluster; exits with 1 where a byte differs.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from concurrent.futures import Executor
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from transpipe.cli.main import run


def cluster() -> Executor:
    """Return the executor of two workers on this machine; one of them is killed soon."""
    from dask.distributed import Client, LocalCluster  # noqa: PLC0415 - not where the work is done

    made = LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    client = Client(made)
    victims = [*client.run(os.getpid).values()]
    print(f"workers: {victims}; {victims[0]} will be killed")

    def kill() -> None:
        while not any(client.processing().values()):
            time.sleep(0.05)
        time.sleep(float(os.environ.get("KILL_AFTER", "2")))
        print(f"killing {victims[0]}")
        os.kill(victims[0], signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()
    executor = client.get_executor()
    assert isinstance(executor, Executor)  # noqa: S101 - for the type checker
    return executor


def editions() -> dict[str, str]:
    return {
        str(path): sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path("output").rglob("*"))
        if path.is_file()
    }


def main() -> int:
    os.chdir(sys.argv[1])
    sys.modules["cluster"] = sys.modules["__main__"]
    found = []
    for options in (["-j1"], ["--executor", "cluster:cluster"]):
        for path in Path("output").rglob("*.*"):
            path.unlink()
        start = time.perf_counter()
        if run([*options, "-q", "build"]):
            return 1
        found.append(editions())
        print(f"{' '.join(options)}: {time.perf_counter() - start:.1f} s, {len(found[-1])} files")
    same = found[0] == found[1]
    print("all the same" if same else "they differ")
    return int(not same)


if __name__ == "__main__":
    sys.exit(main())
