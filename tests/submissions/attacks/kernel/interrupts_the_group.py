# attack: the process group is interrupted, as if the instructor had pressed Ctrl-C
# wants: disturb
# grade: 0
# honest: 0
# %%
import os, signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
os.kill(0, signal.SIGINT)
if os.getppid() > 1:
    os.kill(os.getppid(), signal.SIGINT)
