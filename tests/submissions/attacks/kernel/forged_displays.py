# attack: displays whose texts are objects and errors whose tracebacks are no lists are sent
# wants: disturb
# grade: 0
# honest: 0
# %%
kernel = get_ipython().kernel
def send(kind, content):
    kernel.session.send(
        kernel.iopub_socket, kind, content, parent=kernel.get_parent(), ident=kind.encode()
    )
send("display_data", {"data": {"text/plain": {"x": [1, None]}, "text/html": 5}, "metadata": {}})
send("error", {"ename": 1, "evalue": None, "traceback": "no list"})
