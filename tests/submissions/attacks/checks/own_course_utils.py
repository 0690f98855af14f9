# attack: a package course_utils lies in the submission and is imported instead of the course's
# wants: points
# grade: 0
# honest: 0
# builder: own_course_utils
# %%
import sys
sys.path.insert(0, "")
