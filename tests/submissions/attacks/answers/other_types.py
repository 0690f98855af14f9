# attack: the answer's arrays are dates, records, complex numbers and text
# wants: points
# grade: 0
# honest: 0
# %% after
import os
from pathlib import Path
kinds = [np.zeros((7, 3), "M8[s]"), np.zeros((7, 3), [("a", "f8")]), np.zeros((7, 3), complex),
         np.full((7, 3), "1.0"), np.array(b"1.0")]
slots = sorted(Path(os.environ.get("COURSE_EXCHANGE", "nowhere"), "answers").glob("*"))
for slot, array in zip(slots, kinds):
    with slot.open("r+b") as file:
        np.savez(file, means=array)
check = lambda *a: None
