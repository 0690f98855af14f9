# attack: hundreds of megabytes are written to standard error, below Python
# wants: disturb
# grade: 0
# honest: 0
# %%
import os
for _ in range(3_000):
    os.write(2, b"x" * 99_999 + b"\n")
