# attack: prose of the student carries scripts, frames and pictures that report who reads them
# wants: feedback
# grade: 0
# honest: 0
# %% [markdown]
# # Hello <script>alert('zoo')</script>
#
# <img src=x onerror=alert(1)> <iframe src="https://zoo.example"></iframe>
# [grade](javascript:alert(1)) ![beacon](https://zoo.example/beacon.png)
# <svg onload=alert(1)></svg> <style>@import "https://zoo.example/style.css";</style>
# <div onmouseover="alert(1)" style="position:fixed;top:0;left:0;width:100%;height:100%">1 of 1</div>
# <meta http-equiv="refresh" content="0; url=https://zoo.example"> <object data="x"></object>
# $\href{javascript:alert(1)}{x}$
# %% [raw]
# <script>alert('zoo, raw')</script>
