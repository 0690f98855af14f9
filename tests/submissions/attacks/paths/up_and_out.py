# attack: files are written outside the submission by .. and by absolute paths
# wants: disturb
# grade: 0
# honest: 0
# %%
from pathlib import Path
for base in ("..", "../..", "../../..", "@COURSE@", "@COURSE@/submitted/@VICTIM@/00_start_here",
             "@COURSE@/source/00_start_here", "@HOME@"):
    for name in ("zoo-was-here.txt", "00_start_here.ipynb"):
        try:
            path = Path(base, name)
            if not path.exists() or base.startswith("@COURSE@/submitted"):
                path.write_text("zoo was here")
        except OSError:
            pass
