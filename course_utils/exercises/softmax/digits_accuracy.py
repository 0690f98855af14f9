"""The tasks of ``01_softmax``: a stable softmax, its loss, its derivatives, and a classifier."""

from course_utils.checks import practice
from course_utils.checks.derivatives import softmax_jacobian
from course_utils.checks.differences import central_differences
from course_utils.checks.gradients import softmax_gradient
from course_utils.checks.predictor import ask_predict, compare_predict
from course_utils.checks.probabilities import cross_entropy, softmax
from course_utils.checks.task import Task
from course_utils.data.drawn import digits

ASSIGNMENT = "01_softmax"
DATA = ("digits", "mnist")  # what it can be graded on; the first where nothing else is said

digits_accuracy = Task(
    "digits_accuracy",
    "predictor",
    practice.draw_images(digits.draw),
    ask_predict,
    compare_predict,
    cases=1,
    visible=practice.visible(ASSIGNMENT, *DATA),
    cut_offs=practice.cut_offs(ASSIGNMENT),
    runs=(),  # it is trained in seconds, while it is graded
)

TASKS = (
    softmax,
    cross_entropy,
    central_differences,
    softmax_jacobian,
    softmax_gradient,
    digits_accuracy,
)
