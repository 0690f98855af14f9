# attack: the shared memory's file system is filled
# wants: disturb
# grade: 0
# honest: 0
# %%
import os
from pathlib import Path
taken = 0
path = Path("/dev/shm/@MARKER@-bomb")
try:
    with path.open("wb") as file:
        for _ in range(40):
            taken += file.write(b"x" * 10**8)
            file.flush()
except OSError:
    pass
if taken >= 4 * 10**9:
    print("PROOF took 4 GB in /dev/shm")
try:
    path.unlink()
except OSError:
    pass
