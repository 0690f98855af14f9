# attack: the gradebook is read
# wants: read
# grade: 0
# honest: 0
# %%
import sqlite3
from pathlib import Path
for path in ("@COURSE@/gradebook.db", "../../../gradebook.db"):
    if Path(path).exists():
        print(sqlite3.connect(path).execute("select * from student").fetchall())
