# attack: a folder of the submission is a symbolic link to the course's folder
# wants: read
# grade: 0
# honest: 0
# builder: folder_is_link
# %%
from pathlib import Path
for name in (".secret", "hidden/labels.txt", "submitted/@VICTIM@/00_start_here/00_start_here.ipynb"):
    try:
        print((Path("data") / name).read_bytes()[-3000:])
    except OSError:
        pass
