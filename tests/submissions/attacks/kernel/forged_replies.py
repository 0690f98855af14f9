# attack: results whose data are no bundle and whose counts are no numbers are sent
# wants: disturb
# grade: 0
# honest: 0
# %%
kernel = get_ipython().kernel
def send(kind, content):
    kernel.session.send(
        kernel.iopub_socket, kind, content, parent=kernel.get_parent(), ident=kind.encode()
    )
send("execute_result", {"data": "no bundle", "metadata": 7, "execution_count": "many"})
