"""Starts programs for process.py, small, because a child's peak memory is never less than its parent's.

Reads one program a line (words between NULs); prints wall time, CPU time, peak memory in KB and the exit code. Run by `python -I -S`.
"""

import os
import sys
import time

# Not subprocess, not json: each import would be in the figures.
NOTHING = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)]

for line in sys.stdin:
    words = line.rstrip("\n").split("\0")
    begin = time.perf_counter()
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=NOTHING)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - begin
    print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss, os.waitstatus_to_exitcode(status), flush=True)
