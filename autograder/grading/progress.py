"""Shows on a terminal how far grading is."""

import logging

from tqdm import tqdm


def bar(total: int) -> tqdm:
    """Make a progress bar of submissions, on standard error."""
    tqdm.monitor_interval = 0  # no thread: workers are forked from this process
    return tqdm(total=total, unit="submission", desc="Grading", smoothing=0.1)


class AboveBar(logging.Handler):
    """Writes a log's lines above the progress bar."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        tqdm.write(self.format(record), file=None)
