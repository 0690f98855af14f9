# attack: one single output has 400 megabytes
# wants: disturb
# grade: 0
# honest: 0
# %%
from IPython.display import display
display({"text/plain": "x" * 4 * 10**8}, raw=True)
