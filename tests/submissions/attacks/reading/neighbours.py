# attack: the other students' submissions are read
# wants: read
# grade: 0
# honest: 0
# %%
from pathlib import Path
for base in ("@COURSE@", "../../..", ".."):
    for path in Path(base).glob("*/@VICTIM@/*/*.ipynb"):
        print(path.read_text()[-3000:])
