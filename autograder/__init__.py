"""What instructors run: build notebooks, grade submissions, explain grades.

Notebooks are made and released in ``authoring``. What is handed in passes ``intake``, is asked,
judged and recorded in ``grading``, runs in a ``sandbox`` in between, and is told in ``reporting``;
``appeals`` look again. No grade is decided in the process that ran a student's code: the kernel
answers, the judge compares (``grading/judge.py``) with what ``references`` say.
"""

import sys

# jsonschema imports this where it is installed, to check addresses, which no notebook has. It
# builds its grammar as it is imported: 1.2 of the 3.1 s until a grader, and each worker, begins.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
