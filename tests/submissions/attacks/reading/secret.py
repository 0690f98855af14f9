# attack: the course's secret is read, from which all questions follow
# wants: read
# grade: 0
# honest: 0
# %%
import glob
for path in ["@COURSE@/.secret", "@ROOT@/course/.secret", *glob.glob("../../../.secret")]:
    try:
        print(open(path, "rb").read())
    except OSError:
        pass
