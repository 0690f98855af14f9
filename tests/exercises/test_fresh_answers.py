"""The answers in tests/answers/fresh, which were written from the exercises' text alone.

``python -m tests.answers`` prints how they are judged. What is misjudged today is marked here.
"""

import pytest

from tests.answers import FRESH, all_answers, answers
from tests.exercises.answering import TASKS, marked, rests_on_a_run

# By task, what the grader or the public check misjudges.
MISJUDGED = """
LocallyConnected1D: wrong_stride_two
RampedAverage: wrong_value_changed
ShuffleQueue: wrong_falsy_items wrong_zero_becomes_none wrong_found_by_value wrong_set_of_items
    wrong_numbers_only wrong_returns_minus_one
ablation_effects: right_matrix right_fractions
average_gradients: wrong_variables_for_towers wrong_argument_scaled
bottleneck: wrong_stride_of_two
channel_means: wrong_squeezed
clipped_step: right_array_of_two wrong_decay_by_rank
conv_cost: right_array right_fractions wrong_same_one_too_many wrong_valid_without_size
    wrong_valid_ends_one_early
convolve: wrong_kernel_left_in_bytes
cross_entropy: wrong_ten_classes wrong_in_place
decode_mat: wrong_squeezed wrong_labels_changed_in_place wrong_largest_label
decode_records: wrong_squeezed
exact_interval: right_four_digits right_brent
finite_precision: right_fraction wrong_margin
group_split: wrong_strictly_more wrong_rounded_down wrong_rounded_to_nearest
    wrong_negative_numbers_skipped wrong_one_more
letterbox: wrong_no_branch_for_squares
log_numbers: right_one_table
lrn_channels_first: wrong_sign_lost
max_pool: wrong_rows_padding_for_columns wrong_padding_never_negative_left_out
paired_difference: right_array right_fraction wrong_absolute
precision_at_k: right_fraction
probability_model: wrong_frozen
protocol: wrong_from_zero wrong_four_runs wrong_two_are_one
random_gray_contrast: wrong_second_half_repeats
random_shift: wrong_in_place wrong_float32 wrong_second_half_repeats
random_window: wrong_second_half_repeats
shifted_line: right_array
shorter_queue: right_fraction right_array wrong_twice_rounded
softmax: wrong_minimum wrong_mean wrong_in_place
softmax_gradient: wrong_updates_weights
softmax_jacobian: wrong_differences wrong_shifted_by_minimum wrong_in_place
split_batch: wrong_divisible_forgotten
staircase: wrong_rates_change_steps
standardize: wrong_in_place
steps_and_rate: right_array right_fractions wrong_falls_late wrong_falls_early
summarise_runs: right_fraction wrong_all_zero_run
tower_step: wrong_first_half_smaller wrong_devices_exchanged
training_run: wrong_constant_early
wrapped_precision: right_fractions right_queue
"""


def misjudged(name):
    """The answers to a task that are known to be misjudged."""
    lines = MISJUDGED.replace("\n    ", " ").splitlines()
    return next((one.split()[1:] for one in lines if one.startswith(f"{name}: ")), [])


def each():
    """All fresh answers: those that take long to ask are slow, and none runs on a laptop."""
    for answer in all_answers(FRESH):
        heavy = TASKS[answer.task][1].kind in ("layer", "model", "step")
        marks = [pytest.mark.slow if heavy or rests_on_a_run(answer.task) else pytest.mark.ci]
        if answer.key in misjudged(answer.task):
            marks.append(pytest.mark.xfail(strict=True, reason="no question shows it yet"))
        yield pytest.param(answer, id=f"{answer.task}-{answer.key}", marks=marks)


@pytest.mark.parametrize("answer", each())
def test_an_answer_that_nobody_foresaw_is_judged_rightly_by_grader_and_check(answer):
    mark = marked(answer)
    assert mark.accepted == answer.right, mark.told
    assert mark.accepted_in_public == answer.right, mark.told


def test_each_file_of_fresh_answers_is_in_the_room_of_its_task_and_holds_many():
    files = sorted(FRESH.glob("*/*.py"))
    assert {path.stem: path.parent.name for path in files} == {
        name: assignment[3:] for name, (assignment, _) in TASKS.items() if name in stems(files)
    }
    for path in files:
        fresh = answers(path.stem, FRESH)
        assert sum(answer.right for answer in fresh) >= 4, path
        assert sum(not answer.right for answer in fresh) >= 10, path


def test_each_answer_that_is_known_to_be_misjudged_is_there():
    for line in MISJUDGED.replace("\n    ", " ").split("\n")[1:-1]:
        name, *keys = line.replace(":", "").split()
        assert set(keys) <= {answer.key for answer in answers(name, FRESH)}


def stems(files):
    """The names of files without their endings."""
    return {path.stem for path in files}
