"""Shows on a terminal how far grading is."""

import logging

from tqdm import tqdm

from course_utils.progress import Bar


def bar(total: int, shown: bool) -> Bar:
    """Make a progress bar of submissions, on standard error if it is shown at all."""
    return tqdm(total=total, unit="submission", desc="Grading", smoothing=0.1, disable=not shown)


class AboveBar(logging.Handler):
    """Writes a log's lines above the progress bar."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        tqdm.write(self.format(record), file=None)
