"""Fresh answers to ``protocol``."""

# %% right solution
import functools

from course_utils import evaluation

protocol = {
    f"seed {seed}": functools.partial(evaluation.scores, trial.model)
    for seed, trial in enumerate(repeated.trials, start=1)
}


# %% right probabilities
import tensorflow as tf

from course_utils import evaluation


class Predictor:
    def __init__(self, model):
        self.model = model

    def __call__(self, images):
        return tf.nn.softmax(evaluation.scores(self.model, images)).numpy()


protocol = dict(
    zip(
        ["seed 1", "seed 2", "seed 3", "seed 4", "seed 5"],
        [Predictor(trial.model) for trial in repeated.trials],
        strict=True,
    )
)


# %% right default_argument
from course_utils import evaluation

protocol = {}
for place in (4, 3, 2, 1, 0):

    def predict(images, model=repeated.trials[place].model):
        return evaluation.scores(model, images, batch_size=50)

    protocol[f"seed {place + 1}"] = predict


# %% right more_than_asked
import functools

from course_utils import evaluation

models_of = [trial.model for trial in repeated.trials]
protocol = {
    f"seed {n + 1}": functools.partial(evaluation.scores, m) for n, m in enumerate(models_of)
}
protocol["mean"] = lambda images: sum(evaluation.scores(m, images) for m in models_of) / 5


# %% right ordered
import collections

from course_utils import evaluation


def made(model):
    def predict(images):
        return evaluation.scores(model, images).tolist()

    return predict


protocol = collections.OrderedDict()
for number in range(1, 6):
    protocol[f"seed {number}"] = made(repeated.trials[number - 1].model)


# %% wrong constant, edited from solution
# about: same|constant|trained|equal|above
# - functools.partial(evaluation.scores, trial.model)
# + lambda images: evaluation.scores(repeated.trials[0].model, images) * 0


# %% wrong keys_are_numbers, edited from solution
# about: missing|name
# - f"seed {seed}":
# + seed:


# %% wrong from_zero, edited from solution
# about: missing|seed 5|name
# - start=1
# + start=0


# %% wrong four_runs, edited from solution
# about: missing|seed 5
# - repeated.trials, start=1
# + repeated.trials[:4], start=1


# %% wrong one_run_scaled, edited from solution
# about: one network|same
# - functools.partial(evaluation.scores, trial.model)
# + lambda images, seed=seed: seed * evaluation.scores(repeated.trials[0].model, images)


# %% wrong two_are_one, edited from solution
# about: one network|same
# - enumerate(repeated.trials, start=1)
# + enumerate([*repeated.trials[:4], repeated.trials[0]], start=1)


# %% wrong negated, edited from solution
# about: negat|sign|trained|lowest|above
# - functools.partial(evaluation.scores, trial.model)
# + lambda images, model=trial.model: -evaluation.scores(model, images)


# %% wrong all_nan
# about: NaN|finite
import numpy as np

protocol = {
    f"seed {seed}": lambda images: np.full((len(images), 10), np.nan) for seed in range(1, 6)
}


# %% wrong models_themselves, edited from solution
# about: standard|input|trained|scores|uint8|above
# - functools.partial(evaluation.scores, trial.model)
# + lambda images, model=trial.model: 0 * model.predict(images * 1.0, verbose=0)


# %% wrong accuracies
# about: function|callable|float
protocol = {f"seed {seed}": 0.99 for seed in range(1, 6)}


# %% wrong trials
# about: function|callable|dictionary|Repeated|predict
protocol = repeated
