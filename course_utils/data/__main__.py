"""Lists, fetches and clears the data sets on this disk: ``python -m course_utils.data``."""

import sys

from course_utils.data import cache
from course_utils.errors import run_program

if __name__ == "__main__":
    sys.exit(run_program(cache.main))
