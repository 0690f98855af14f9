# attack: the kernel's process turns into another program
# wants: disturb
# grade: 0
# honest: 0
# %%
import os
os.execvp("sleep", ["@MARKER@", "200"])
