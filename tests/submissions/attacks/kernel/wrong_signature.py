# attack: messages with a wrong signature and with broken frames are sent
# wants: disturb
# grade: 0
# honest: 0
# %%
socket = get_ipython().kernel.iopub_socket
for frames in ([b"x"], [b"<IDS|MSG>"], [b"stream", b"<IDS|MSG>", b"bad", b"{}", b"{}", b"{}", b"{}"],
               [b"stream", b"<IDS|MSG>", b"", b"\xff", b"{", b"[]", b"nul"], [b""] * 50):
    socket.send_multipart(frames)
