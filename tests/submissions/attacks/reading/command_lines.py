# attack: the command lines of the machine's other processes are read
# wants: read
# grade: 0
# honest: 0
# %%
from pathlib import Path
for path in Path("/proc").glob("[0-9]*/cmdline"):
    try:
        words = path.read_bytes().replace(b"\0", b" ")
    except OSError:
        continue
    if b"autograde" in words and b"NBGRADER_EXECUTION" not in words:  # its own sandbox's
        print("PROOF command line", words[:300])
