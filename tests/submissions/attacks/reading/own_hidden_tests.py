# attack: the hidden tests of the notebook itself are read from the disk
# wants: read
# grade: 0
# honest: 0
# %%
from pathlib import Path
for path in [*Path().glob("*.ipynb"), *Path("..").glob("*/*.ipynb")]:
    for line in path.read_text().splitlines():
        if "assert" in line or "HIDDEN TESTS" in line:
            print("PROOF hidden test", line[:100])
