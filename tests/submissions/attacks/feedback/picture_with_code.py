# attack: a cell's output is a drawing with a script in it
# wants: feedback
# grade: 0
# honest: 0
# %%
from IPython.display import SVG, display
code = ('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script>'
        '<foreignObject><iframe src="https://zoo.example"/></foreignObject></svg>')
display({"image/svg+xml": code}, raw=True)
display({"image/svg+xml": [code]}, raw=True)
