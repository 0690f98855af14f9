# attack: a module numpy.py lies in the submission, with an allclose that is always true
# wants: points
# grade: 0
# honest: 0
# builder: own_numpy
# %%
import sys
sys.path.insert(0, "")
