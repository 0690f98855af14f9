# attack: a neighbour's solution is taken over while grading
# wants: points
# grade: 0
# honest: 0
# %% after
import json
from pathlib import Path
for base in ("@COURSE@", "../../.."):
    for path in Path(base).glob("submitted/@VICTIM@/*/*.ipynb"):
        for cell in json.loads(path.read_text())["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == "channel_means_solution":
                exec("".join(cell["source"]))
