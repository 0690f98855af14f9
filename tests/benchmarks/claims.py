"""What the measured rows of :mod:`tests.benchmarks.reports` say about the reports' claims."""

from typing import Any, NamedTuple


class Order(NamedTuple):
    """A claim of a report that compares two rows: ``higher`` beats ``lower`` by ``points``."""

    claim: str
    lower: str
    higher: str
    points: float


ORDERS = (
    Order("A: a tenth of the learning rate gives 20 points", "A1 rate 0.01", "A2 rate 0.001", 20),
    Order("A: batch normalisation is worth 5 points", "A2 rate 0.001", "A3 + batch norm", 5),
    Order("A: dropout costs at most 3 points", "A3 + batch norm", "A4 + dropout", -3),
    Order("A: dropout gains at most 3 points", "A4 + dropout", "A3 + batch norm", -3),
    Order("B: A is better than the base", "B base", "B A", 0),
    Order("B: A with 16 filters is worse than A", "B A with 16 filters", "B A", 0),
    Order("B: A with 24 filters is worse than A", "B A with 24 filters", "B A", 0),
    Order("B: 32/64/64 + 2x2 is 8 points worse than A", "B 32/64/64 + 2x2", "B A", 8),
    Order("C: the CNN beats the DNN by 8 points", "C DNN", "C CNN", 8),
    Order("C: at 0.01 the CNN beats the DNN by 8", "C DNN, rate 0.01", "C CNN, rate 0.01", 8),
    Order("C: the ResNet beats the CNN by 2 points", "C CNN", "C ResNet", 2),
    Order("C: at 0.01 the ResNet beats the CNN by 2", "C CNN, rate 0.01", "C ResNet, rate 0.01", 2),
    Order("C: the Custom ResNet beats the ResNet by 4", "C ResNet", "C Custom, Adam, augmented", 4),
    Order(
        "C: after two hours the Custom ResNet beats the ResNet by 4",
        "C ResNet, two hours",
        "C Custom, its own recipe, two hours",
        4,
    ),
    Order(
        "D: ResNet-like beats LeNet on 1,500 photographs by 4",
        "D LeNet, 1,500 images",
        "D ResNet-like, 1,500 images",
        4,
    ),
)


class Compared(NamedTuple):
    """What was measured of a claim.

    Attributes:
        order: The claim.
        difference: Of the two means, in points.
        error: Its standard error, in points; None where a row was trained once only.
        diverged: How many runs of the two rows did; their accuracy is that of no network.
    """

    order: Order
    difference: float
    error: float | None
    diverged: int

    @property
    def holds(self) -> bool:
        """Whether the difference is as large as claimed."""
        return self.difference >= self.order.points

    @property
    def words(self) -> str:
        """The difference, and its error where there is one."""
        return signed(self.difference, self.error)

    @property
    def reading(self) -> str:
        """Whether the claim holds, and whether luck could have decided that."""
        if self.diverged:
            return f"none: {self.diverged} of the runs diverged"
        verdict = "holds" if self.holds else "does not hold"
        if self.error is None:
            return f"{verdict}, not repeated"
        close = abs(self.difference - self.order.points) < 2 * self.error
        return f"{verdict}, within two errors" if close else verdict


def orders(measured: dict[str, Any]) -> list[Compared]:
    """Each claim whose rows are there."""
    found = []
    for order in ORDERS:
        if order.lower in measured and order.higher in measured:
            both = lower, higher = measured[order.lower], measured[order.higher]
            difference = round(higher["mean"] - lower["mean"], 2)
            failures = sum(one["failures"] for one in both)
            found.append(Compared(order, difference, standard_error(*both), failures))
    return found


def signed(points: float, error: float | None) -> str:
    """A difference in points, and its error where there is one."""
    return f"{points:+z.2f}" + ("" if error is None else f" ± {error:.2f}")


def standard_error(*rows: dict[str, Any]) -> float | None:
    """Of a sum or difference of the rows' means, in points; None where one was trained once."""
    if min(len(row["runs"]) for row in rows) < 2:
        return None
    return sum(row["sd"] ** 2 / len(row["runs"]) for row in rows) ** 0.5


ABLATION = tuple(
    f"C {network}, Adam{augmented}"
    for network in ("ResNet", "Custom")
    for augmented in ("", ", augmented")
)


# How often the mean of each of these rows is added to an effect.
EFFECTS = {
    "augmentation alone": (-1, 1, 0, 0),
    "architecture alone": (-1, 0, 1, 0),
    "both": (-1, 0, 0, 1),
    "more than their sum": (1, -1, -1, 1),
}


def effects(measured: dict[str, Any]) -> dict[str, str]:
    """The 2×2 ablation that report C left out, in points; empty where one of its rows is."""
    if not all(name in measured for name in ABLATION):
        return {}
    found = {}
    for effect, signs in EFFECTS.items():
        rows = {name: sign for name, sign in zip(ABLATION, signs, strict=True) if sign}
        points = sum(sign * measured[name]["mean"] for name, sign in rows.items())
        found[effect] = signed(points, standard_error(*(measured[name] for name in rows)))
    return found
