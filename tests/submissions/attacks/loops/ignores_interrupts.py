# attack: a cell never ends and ignores interrupts
# wants: disturb
# grade: 0
# honest: 0
# %%
import signal, time
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
    signal.signal(number, signal.SIG_IGN)
while True:
    try:
        time.sleep(0.1)
    except BaseException:
        pass
