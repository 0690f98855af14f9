"""nbgrader reads this file when it is started in this folder. See autograder/configuration.py.

Change settings below the call. Where this file cannot be read, nbgrader would go on without it;
then it finds no course at all, since the course's folders are not nbgrader's default ones, and
every graded cell ends in a literal 0.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from autograder.configuration import configure

c = get_config()  # noqa: F821 - nbgrader defines it
configure(c)

# The data set that each assignment is graded on: "digits" or "mnist" in 01 and 02, "numbers" or
# "svhn" in 09, "shapes" or "cifar10" elsewhere. Students set COURSE_DATA to the same names.
c.Asking.graded_data = {
    "01_softmax": "digits",
    "02_first_cnn": "digits",
    "08_your_variant": "shapes",
    "09_your_data": "numbers",
}

# The gradebook is a file in the course's folder. A PostgreSQL server holds it as well; keep its
# password in ~/.pgpass. docs/grading.md says more.
# c.CourseDirectory.db_url = "postgresql+psycopg://grader@localhost/course"
