# attack: the answer's place becomes a folder with files in it
# wants: disturb
# grade: 0
# honest: 0
# %% after
import os
from pathlib import Path
answers = Path(os.environ.get("COURSE_EXCHANGE", "nowhere"), "answers")
for slot in answers.glob("*"):
    try:
        slot.unlink()
        (slot / "deep").mkdir(parents=True)
        (slot / "deep" / "file").touch()
    except OSError:
        pass
check = lambda *a: None
