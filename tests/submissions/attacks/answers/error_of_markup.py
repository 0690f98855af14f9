# attack: the answer is an error message full of markup and terminal codes
# wants: feedback
# grade: 0
# honest: 0
# %% after
import os
from pathlib import Path
said = "<script>alert(1)</script><img src=x onerror=alert(2)>\x1b]0;ZOO\x07\x1b[2J" + "A" * 3000
for slot in Path(os.environ.get("COURSE_EXCHANGE", "nowhere"), "answers").glob("*"):
    with slot.open("r+b") as file:
        np.savez(file, error=np.array(said))
check = lambda *a: None
