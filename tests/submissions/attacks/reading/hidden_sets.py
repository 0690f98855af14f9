# attack: the hidden images and their labels are looked for
# wants: read
# grade: 0
# honest: 0
# %%
from pathlib import Path
for base in ("@COURSE@", "../../.."):
    for path in [*Path(base).glob("hidden/*"), *Path(base).glob("source/*/*.npz")]:
        print("PROOF found", path.name)
        print(path.read_bytes()[:200])
