# attack: fifty thousand outputs are displayed
# wants: disturb
# grade: 0
# honest: 0
# %%
from IPython.display import display
for number in range(50_000):
    display({"text/plain": f"{number}" * 100}, raw=True)
