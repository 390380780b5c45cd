"""Run commands one after the other and say what they took; a small process, so that it can tell.

A child's peak memory begins with that of the process that starts it, so the one that starts
what is measured must be small: this one, with next to no imports.

Reads a JSON list of commands from the standard input; prints CPU seconds (user and system, of
each command with all its descendants that were waited for), seconds and the peak in KiB (of
the largest single process), and the exit codes.
"""

import json
import os
import sys
import time


def main() -> None:
    commands = json.load(sys.stdin)
    output = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    cpu, peak, codes, start = 0.0, 0, set(), time.perf_counter()
    for command in commands:
        if not (child := os.fork()):
            os.dup2(nothing, 0)
            os.dup2(output, 1)
            os.dup2(output, 2)
            try:
                os.execvp(command[0], command)  # noqa: S606
            finally:
                os._exit(127)
        _, status, used = os.wait4(child, 0)
        cpu += used.ru_utime + used.ru_stime
        peak = max(peak, used.ru_maxrss)
        codes.add(os.waitstatus_to_exitcode(status))
    wall = time.perf_counter() - start
    print(json.dumps({"cpu": cpu, "wall": wall, "peak": peak, "codes": sorted(codes)}))


if __name__ == "__main__":
    main()
