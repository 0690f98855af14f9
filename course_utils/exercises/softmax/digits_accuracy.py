"""Accuracy of a softmax regression on hidden images."""

from course_utils.data.drawn import digits
from course_utils.exercises.kit.hidden_images import graded_by_accuracy
from course_utils.exercises.softmax import ASSIGNMENT, DATA

# No run: it is trained in seconds, while it is graded.
TASK = graded_by_accuracy("digits_accuracy", ASSIGNMENT, DATA, digits.draw, runs=())
