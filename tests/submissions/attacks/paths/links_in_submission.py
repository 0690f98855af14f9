# attack: the submission holds symbolic links to files of the grader and of a neighbour
# wants: read
# grade: 0
# honest: 0
# builder: links_in_submission
# %%
from pathlib import Path
for path in sorted(Path().rglob("*")):
    try:
        print(path, path.read_bytes()[-3000:])
    except OSError:
        pass
