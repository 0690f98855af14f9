"""Accuracy on hidden house numbers."""

from course_utils.data.drawn import numbers
from course_utils.exercises.kit.hidden_images import graded_by_accuracy
from course_utils.exercises.your_data import ASSIGNMENT, DATA

TASK = graded_by_accuracy("numbers_accuracy", ASSIGNMENT, DATA, numbers.draw)
