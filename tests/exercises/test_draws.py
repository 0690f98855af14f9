"""What each question holds, whatever its seed, so that no luck decides whether a mistake shows."""

import numpy as np
import pytest

from course_utils.exercises.devices import average_gradients, split_batch, steps_and_rate
from course_utils.exercises.first_cnn import convolve
from course_utils.exercises.inputs import ShuffleQueue, shorter_queue
from course_utils.exercises.kit import variables
from course_utils.exercises.model import LocallyConnected1D
from course_utils.exercises.your_data import group_split
from course_utils.exercises.your_variant import bottleneck
from tests.exercises.answering import TASKS

SEEDS = 20


def ints(question, *names):
    """Some whole numbers of a question."""
    return tuple(int(question[name]) for name in names)


def reaches(rows):
    """From where to where a row reaches that reaches farthest."""
    return np.ptp(rows, axis=-1).max()


def rest(question, suffix):
    """What is left of an image's two sides behind the last window, and the stride."""
    image, kernel = (np.array(question[f"{one}{suffix}"].shape) for one in ("image", "kernel"))
    stride = int(question[f"stride{suffix}"])
    return (image - kernel) % stride, stride


def left(question, suffix):
    """What is left of a channel's sides by the stride of ``conv_cost``."""
    stride = f"stride{suffix}" if f"stride{suffix}" in question else "stride"
    return {n % int(question[stride]) for n in ints(question, f"height{suffix}", f"width{suffix}")}


def odd_after_convolutions(question):
    """Whether a side of LeNet's maps is odd before the first, and before the second average."""
    first = question["image shape"][:2] - 4
    return [bool((sides % 2).any()) for sides in (first, first // 2 - 4)]


def wrong_elsewhere(question):
    """The kinds of numbers that are all that is wrong with a row, in ``right_images``."""
    before, after = question["scores"], question["scores with NaN"]
    own = before[np.arange(len(before)), question["labels"]]
    right = (before >= own[:, None]).sum(axis=1) == 1
    found = after[right & ((before != after).sum(axis=1) == 1)]
    return set(found[~np.isfinite(found)].astype(str))


def not_finite(scores):
    """The kinds of numbers that are not finite."""
    return set(scores[~np.isfinite(scores)].astype(str))


def effects(right):
    """The signs of two main effects and of their interaction."""
    none, second, first, both = right.reshape(4, -1).mean(axis=1)
    found = (first + both - none - second, second + both - none - first)
    return np.sign((*found, both - first - second + none)).tolist()


def validation(question, suffix):
    """How many images validation would hold after each group, less its share."""
    groups = question[f"groups{suffix}"]
    counts = np.unique(groups, return_counts=True)[1].cumsum()
    return counts - float(question[f"share{suffix}"]) * len(groups)


def decays(question):
    """The steps of ``steps_and_rate`` by how many decays lie behind them."""
    examples, devices, batch, epochs = ints(
        question, "examples", "devices", "batch_size", "epochs_per_decay"
    )
    length = examples * epochs // (devices * batch)
    return {time: divmod(int(question[f"step{time}"]), length) for time in steps_and_rate.TIMES}


def kinds_of_items(question):
    """How often each item of any kind comes to the last queue."""
    last = question["object"] == ShuffleQueue.MIXED
    return np.bincount(question["argument"][last, 0])


HOLDS = {
    ("channel_means", "a batch of one"): lambda q: len(q["one image"]) == 1,
    ("softmax", "one row"): lambda q: len(q["one row"]) == 1,
    ("softmax", "a row from 1,000 to -1,000"): lambda q: reaches(q["spread logits"]) > 1_900,
    ("softmax_jacobian", "logits from 1,000 to -1,000"): lambda q: (
        reaches(q["spread logits"]) > 1_900
    ),
    ("softmax_gradient", "a batch of one"): lambda q: len(q["images of one image"]) == 1,
    ("softmax_gradient", "logits that are far apart, and a label of probability 0"): lambda q: (
        largest_gap(q) > 900
    ),
    ("cross_entropy", "a batch of one, of more than ten classes"): lambda q: (
        len(q["logits of one"]) == 1 and q["logits of one"].shape[1] > 10
    ),
    ("central_differences", "points of one, two and three axes"): lambda q: (
        [q[name].ndim for name in ("vector", "matrix", "block")] == [1, 2, 3]
    ),
    ("train", "labels that come often, and others"): lambda q: (
        np.ptp(np.bincount(q["labels"], minlength=10)) > 20
    ),
    ("convolve", "strides of 1, 2 and 3"): lambda q: (
        {int(q[f"stride{suffix}"]) for suffix in convolve.STRIDES} == {1, 2, 3}
    ),
    ("convolve", "windows that end at the last pixel of one side alone"): lambda q: all(
        stride == 1 or (pixels == 0).sum() == 1
        for pixels, stride in (rest(q, suffix) for suffix in convolve.STRIDES)
    ),
    ("convolve", "image and kernel of bytes"): lambda q: (
        q[f"image{convolve.FOURTH}"].dtype == q[f"kernel{convolve.FOURTH}"].dtype == np.uint8
    ),
    ("lenet", "an odd side before each average"): lambda q: all(odd_after_convolutions(q)),
    ("lenet", "two rows and two columns before the units"): lambda q: (
        min(q["image shape"][:2]) >= 20
    ),
    ("right_images", "rows in which one number is all that is wrong"): lambda q: (
        {"nan", "-inf"} <= wrong_elsewhere(q)
    ),
    ("right_images", "every kind of number that is not finite"): lambda q: (
        not_finite(q["scores with NaN"]) == {"nan", "inf", "-inf"}
    ),
    ("summarise_runs", "an accuracy that is the target"): lambda q: (
        (q["curves"] == q["target"]).any() and (q["sound curves"] == q["target"]).any()
    ),
    ("summarise_runs", "a first run and a last one that failed"): lambda q: np.isnan(
        q["curves"][[0, -1], -1]
    ).all(),
    ("decode_records", "a batch of one"): lambda q: len(q["one record"]) == 1,
    ("standardize", "one channel, and numbers below 0 that are whole"): lambda q: (
        q["grey"].shape[-1] == 1 and q["grey"].dtype == np.int16 and q["grey"].min() < 0
    ),
    ("random_gray_contrast", "images that are not square"): lambda q: (
        q["images"].shape[1] != q["images"].shape[2]
    ),
    ("ShuffleQueue", "queues of different capacities"): lambda q: (
        q["capacity"] != q[ShuffleQueue.LAST]
    ),
    ("ShuffleQueue", "items that are taken for nothing, and one twice"): lambda q: (
        (kinds_of_items(q)[: len(ShuffleQueue.KINDS)] > 0).all() and kinds_of_items(q).max() > 1
    ),
    ("shorter_queue", "divisions with a rest and without one"): lambda q: (
        {
            int(q[f"{n}: examples_per_epoch"]) % int(q[f"{n}: batch_size"]) > 0
            for n in range(shorter_queue.SETTINGS)
        }
        == {True, False}
    ),
    ("max_pool", "other padding of rows than of columns"): lambda q: (
        q["wide"].shape[0] % 2 == 0 < q["wide"].shape[1] % 2
        and q["high"].shape[1] % 2 == 0 < q["high"].shape[0] % 2
    ),
    ("lrn_channels_first", "a radius above the number of channels"): lambda q: (
        q["wider radius"] > q["activations"].shape[1]
    ),
    ("conv_cost", "sides that the stride divides, and rests of one and two"): lambda q: (
        left(q, " divided") == {0} and left(q, " by four") == {1, 2}
    ),
    ("weight_decay_loss", "one name, and two"): lambda q: (
        len(q["one name"]) == 1 and len({*q["one name"], *q["names"]}) == 3
    ),
    ("LocallyConnected1D", "two strides, with a rest and without"): lambda q: (
        [
            (
                int(own["stride"]),
                (own["inputs"].shape[1] - int(own["size"])) % int(own["stride"]) > 0,
            )
            for own in (q, LocallyConnected1D.of_the_other(q))
        ]
        == [(3, True), (2, False)]
    ),
    ("log_numbers", "one line alone, and a line for each step"): lambda q: (
        q["every of one line"] == len(q["losses of one line"]) and q["every at each step"] == 1
    ),
    ("staircase", "the first step of a stair and the last one"): lambda q: (
        {0, -1} <= set(edges(q).tolist()) and 0 in q["steps at edges"]
    ),
    ("RampedAverage", "objects of other decays and ramps"): lambda q: (
        q["decay"] != q["decay of the second"] and q["ramp"] != q["ramp of the second"]
    ),
    ("clipped_step", "limits below the norm and above it"): lambda q: (
        q["limit"][1] > 10 > 1 > q["limit"][::2].max()
    ),
    ("clipped_step", "kernels of two axes and of three"): lambda q: (
        {q[f"variable {name}/kernel"].ndim for name in ("hidden", "softmax_linear")} == {2, 3}
    ),
    ("precision_at_k", "k of 1, and the largest there is"): lambda q: (
        ints(q, "least k", "most k") == (1, q["scores"].shape[1] - 1)
    ),
    ("confusion_rates", "every kind of number that is not finite"): lambda q: (
        not_finite(q["scores with NaN"]) == {"nan", "inf", "-inf"}
    ),
    (
        "wrapped_precision",
        "batches that fit, that do not, and that wrap more than once",
    ): lambda q: (
        len(q["right"]) % int(q["batch size"]) > 0
        and len(q["right that fits"]) % int(q["batch size that fits"]) == 0
        and int(q["batch size that wraps often"]) > 3 * len(q["right that wraps often"])
    ),
    ("exact_interval", "few right, most, none and all"): lambda q: (
        shares(q)[0] > 0.5 > shares(q)[1] > 0 and shares(q)[2:] == [0, 1]
    ),
    ("exact_interval", "one right, and all but one"): lambda q: (
        q["correct of one right"] == 1 == q["total of one wrong"] - q["correct of one wrong"]
    ),
    ("paired_difference", "a second network that is better, as good, and worse"): lambda q: (
        [np.sign(gain(q, pair)) for pair in ("", " of one network", " of a worse network")]
        == [1, 0, -1]
    ),
    ("split_batch", "one tower, towers that divide, towers of one image"): lambda q: (
        ints(q, f"towers{split_batch.OTHERS[1]}") == (1,)
        and [len(q[f"images{s}"]) % int(q[f"towers{s}"]) for s in split_batch.OTHERS] == [0] * 3
        and len(q[f"images{split_batch.OTHERS[2]}"]) == int(q[f"towers{split_batch.OTHERS[2]}"])
    ),
    ("split_batch", "images, and numbers without further axes"): lambda q: (
        {q[f"images{suffix}"].ndim for suffix in split_batch.OTHERS} == {1, 4}
    ),
    ("average_gradients", "one tower, and one variable"): lambda q: (
        (1, 2) in average_gradients.NUMBERS and (5, 1) in average_gradients.NUMBERS
    ),
    ("tower_step", "an odd number of images, and an even one"): lambda q: (
        set((q["kept"] % 2).tolist()) == {0, 1}
    ),
    ("strategy_step", "an odd number of images, and an even one"): lambda q: (
        (q["kept"] % 2).tolist() == [1, 1, 0]
    ),
    ("steps_and_rate", "a decay, the step before one, and the start"): lambda q: (
        decays(q)[" at a decay"] == (2, 0)
        and decays(q)[" before a decay"][0] == 1
        and decays(q)[" at the start"] == (0, 0)
    ),
    ("bottleneck", "strides of 1, 2 and 3"): lambda q: (
        {int(q[f"{kind} stride"]) for kind in bottleneck.KINDS} == {1, 2, 3}
    ),
    ("bottleneck", "more channels and fewer, without a stride"): lambda q: (
        {
            np.sign(int(q[f"{kind} channels"]) - q[f"{kind} inputs"].shape[-1])
            for kind in bottleneck.KINDS
            if int(q[f"{kind} stride"]) == 1
        }
        == {-1, 0, 1}
    ),
    ("ablation_effects", "effects and interactions of either sign"): lambda q: (
        [a * b for a, b in zip(effects(q["right"]), effects(q["right of others"]), strict=True)]
        == [-1] * 3
    ),
    ("decode_mat", "a batch of one"): lambda q: q["X of one"].shape[-1] == 1,
    ("any_size_network", "an odd side, and an even one"): lambda q: (
        sum(side % 2 for side in q["inputs"].shape[1:3]) == 1
    ),
    ("letterbox", "a square, and one with nothing to do"): lambda q: (
        q["square"].shape[0] == q["square"].shape[1] > int(q["square size"])
        and q["as large"].shape[0] == q["as large"].shape[1] == int(q["as large size"])
    ),
    ("group_split", "groups that end at the share, and just before it"): lambda q: (
        np.abs(validation(q, group_split.EXACTLY)).min() < 1e-9
        and -1 < validation(q, group_split.ALMOST)[validation(q, group_split.ALMOST) < 0].max() < 0
    ),
    ("probability_model", "other values for every variable"): lambda q: all(
        (q[f"changed {name}"] != value).all() for name, value in variables.stated(q).items()
    ),
    ("random_window", "images that tell row and column of each pixel"): lambda q: (
        len(np.unique(q["images"][0, ..., :2].reshape(-1, 2), axis=0)) == 32 * 32
    ),
    ("random_shift", "images that tell row and column of each pixel"): lambda q: (
        len(np.unique(q["images"][0, ..., :2].reshape(-1, 2), axis=0)) == 32 * 32
    ),
    ("shifted_line", "a network beyond those of the line"): lambda q: (
        q["new"] < q["original"].min()
    ),
}


def edges(question):
    """How far steps of ``staircase`` are from the first step of the nearest stair."""
    batch, examples, epochs = ints(question, "batch size", "examples", "epochs")
    length = examples * epochs // batch
    steps = question["steps at edges"]
    return (steps + length // 2) % length - length // 2


def largest_gap(question):
    """How far a label's logit is below the largest one of its image, at most."""
    images, weights, bias, labels = (
        question[f"{part} of large batch"] for part in ("images", "weights", "bias", "labels")
    )
    logits = images @ weights + bias
    return (logits.max(axis=1) - logits[np.arange(len(labels)), labels]).max()


def shares(question):
    """The shares of right images in the samples of ``exact_interval``."""
    samples = ("a sample", "another sample", "none right", "all right")
    return [float(question[f"correct of {s}"] / question[f"total of {s}"]) for s in samples]


def gain(question, pair):
    """How many images more the second network of a pair has right."""
    right = [
        (question[f"{network} scores{pair}"].argmax(axis=1) == question["labels"]).sum()
        for network in ("first", "second")
    ]
    return int(right[1]) - int(right[0])


@pytest.mark.parametrize(("name", "what"), HOLDS, ids=[f"{n}: {what}" for n, what in HOLDS])
def test_each_question_holds(name, what):
    _, task = TASKS[name]
    draw = task.draw
    lacking = [s for s in range(SEEDS) if not HOLDS[name, what](draw(np.random.default_rng(s)))]
    assert lacking == [], f"The questions of these seeds lack it: {lacking}"


def test_each_task_that_draws_its_questions_says_what_they_hold():
    drawn = {name for name, (_, task) in TASKS.items() if not task.on_hidden_images}
    assert drawn == {name for name, _ in HOLDS}
