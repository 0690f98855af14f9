"""The tasks of ``09_your_data``: a .mat file, odd sizes, groups, and accuracy on house numbers."""

from course_utils.checks import practice
from course_utils.checks.any_sizes import any_size_network
from course_utils.checks.group_splits import group_split
from course_utils.checks.letterboxes import letterbox
from course_utils.checks.mat_layouts import decode_mat
from course_utils.checks.predictor import ask_predict, compare_predict
from course_utils.checks.task import Task
from course_utils.data.drawn import numbers

ASSIGNMENT = "09_your_data"
DATA = ("numbers", "svhn")  # what it can be graded on; the first where nothing else is said

numbers_accuracy = Task(
    "numbers_accuracy",
    "predictor",
    practice.draw_images(numbers.draw),
    ask_predict,
    compare_predict,
    cases=1,
    visible=practice.visible(ASSIGNMENT, *DATA),
    cut_offs=practice.cut_offs(ASSIGNMENT),
)

TASKS = (decode_mat, any_size_network, numbers_accuracy, letterbox, group_split)
