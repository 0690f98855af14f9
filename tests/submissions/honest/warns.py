# honest: warnings and logging on standard error, also from below Python
# grade: 1
# %% channel_means_solution
import logging, os, sys, warnings
logging.basicConfig(level=logging.DEBUG, force=True)
def channel_means(images):
    warnings.warn("these are many images")
    logging.error("no error at all")
    sys.stderr.write("careful\n")
    os.write(2, b"written by a library in C\n")
    return images.mean(axis=(1, 2))
