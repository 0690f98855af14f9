"""Fresh answers to ``ShuffleQueue``."""


# %% right solution
class ShuffleQueue:
    """Holds items; when it is full, gives one for each that it takes."""

    def __init__(self, capacity):
        """An empty queue that will hold so many items."""
        self.capacity = capacity
        self.items = []

    def exchange(self, item, place):
        """The item at this place, whose place the new one takes; None while the queue fills."""
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        leaving = self.items[place]
        self.items[place] = item
        return leaving


# %% right dictionary
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.held = capacity, {}

    def exchange(self, item, place):
        if len(self.held) == self.capacity:
            old, self.held[int(place)] = self.held[int(place)], item
            return old
        self.held[len(self.held)] = item
        return None


# %% right fixed_slots
EMPTY = object()


class ShuffleQueue:
    def __init__(self, capacity):
        self._slots = [EMPTY] * capacity
        self._filled = 0

    def exchange(self, item, place):
        if self._filled < len(self._slots):
            place = self._filled
            self._filled += 1
        old = self._slots[place]
        self._slots[place] = item
        return None if old is EMPTY else old


# %% right subclass_of_list
class ShuffleQueue(list):
    def __init__(self, capacity):
        super().__init__()
        self.capacity = capacity

    def exchange(self, item, place):
        if len(self) < self.capacity:
            return self.append(item)
        self.insert(place, item)
        return self.pop(place + 1)


# %% right object_array
import numpy as np


class ShuffleQueue:
    def __init__(self, capacity):
        self.items = np.empty(capacity, dtype=object)
        self.count = 0

    def exchange(self, item, place):
        if self.count == self.items.size:
            old = self.items[place]
            self.items[place] = item
            return old
        self.items[self.count] = item
        self.count = self.count + 1


# %% wrong falsy_items
# about: 0|empty|None|item
class ShuffleQueue:
    def __init__(self, capacity):
        self.items = [None] * capacity

    def exchange(self, item, place):
        for i, held in enumerate(self.items):
            if not held:
                self.items[i] = item
                return None
        leaving = self.items[place]
        self.items[place] = item
        return leaving


# %% wrong zero_becomes_none, edited from solution
# about: 0|None|item
# - return leaving
# + return leaving or None


# %% wrong found_by_value, edited from solution
# about: equal|same item|twice|place
# - leaving = self.items[place]
# -         self.items[place] = item
# + leaving = self.items[place]
# +         self.items[self.items.index(leaving)] = item


# %% wrong set_of_items, edited from solution
# about: equal|twice|same item|capacity|full
# - if len(self.items) < self.capacity:
# + if len(set(map(str, self.items))) < self.capacity and len(self.items) < 4 * self.capacity:


# %% wrong place_one_less, edited from solution
# about: place
# - leaving = self.items[place]
# -         self.items[place] = item
# + leaving = self.items[place - 1]
# +         self.items[place - 1] = item


# %% wrong numbers_only
# about: text|string|item|number
import numpy as np


class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity = capacity
        self.items = np.zeros(0, int)

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items = np.append(self.items, int(item))
            return None
        leaving = int(self.items[place])
        self.items[place] = int(item)
        return leaving


# %% wrong swapped_with_first, edited from solution
# about: place|first
# - self.items[place] = item
# + self.items[place] = self.items[0]
# +         self.items[0] = item


# %% wrong one_for_all_queues
# about: object|other queue|shared|own
class ShuffleQueue:
    items = {}  # noqa: RUF012

    def __init__(self, capacity):
        self.capacity = capacity
        ShuffleQueue.items.setdefault(capacity, [])

    def exchange(self, item, place):
        held = ShuffleQueue.items[self.capacity]
        if len(held) < self.capacity:
            held.append(item)
            return None
        leaving, held[place] = held[place], item
        return leaving


# %% wrong returns_minus_one, edited from solution
# about: None
# - return None
# + return -1


# %% wrong returns_itself_while_filling, edited from solution
# about: None|while it fills|filling
# - return None
# + return item


# %% wrong returns_pair, edited from solution
# about: one item|pair|tuple|place|return
# - return leaving
# + return leaving, place
