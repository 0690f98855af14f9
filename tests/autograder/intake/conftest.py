import time

import pytest


@pytest.fixture(autouse=True)
def time_zone():
    """Let these tests run in UTC, and give a way to another time zone."""
    with pytest.MonkeyPatch.context() as patch:

        def change(name):
            patch.setenv("TZ", name)
            if hasattr(time, "tzset"):
                time.tzset()

        change("UTC")
        yield change
    if hasattr(time, "tzset"):
        time.tzset()
