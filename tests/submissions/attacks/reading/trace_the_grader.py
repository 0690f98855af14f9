# attack: the parent process is attached to like a debugger does
# wants: disturb
# grade: 0
# honest: 0
# %%
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for pid in {os.getppid(), 1} - {os.getpid()}:
    if libc.ptrace(0x4206, pid, 0, 0) == 0:
        name = open(f"/proc/{pid}/cmdline").read()
        if "nbgrader" in name:
            print("PROOF attached to the grader")
        libc.ptrace(17, pid, 0, 0)
