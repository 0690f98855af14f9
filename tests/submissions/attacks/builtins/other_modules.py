# attack: sys.modules holds forged modules under the course's names
# wants: points
# grade: 0
# honest: 0
# %%
import sys, types
forged = types.ModuleType("course_utils.checks")
forged.check = lambda *a, **k: 1.0
forged.start_here = types.SimpleNamespace(channel_means=None)
sys.modules["course_utils.checks"] = forged
