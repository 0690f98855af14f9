"""Answers to ``ShuffleQueue``."""

# %% right array
import numpy as np


class ShuffleQueue:
    def __init__(self, capacity):
        self.items = np.zeros(capacity, object)
        self.held = 0

    def exchange(self, item, place):
        if self.held == len(self.items):
            leaving = self.items[place]
            self.items[place] = item
            return leaving
        self.items[self.held] = item
        self.held += 1


# %% right closure
from types import SimpleNamespace


def ShuffleQueue(capacity):
    items = {}

    def exchange(item, place):
        place = place if len(items) == capacity else len(items)
        leaving = items.get(place)
        items[place] = item
        return leaving

    return SimpleNamespace(exchange=exchange)


# %% right list
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity = capacity
        self.items = []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        leaving = self.items[place]
        self.items[place] = item
        return leaving


# %% wrong stub
# says: Nothing ever leaves your queue
# earns: 0
class ShuffleQueue:
    def __init__(self, capacity):
        # Your code here.
        pass

    def exchange(self, item, place):
        # Your code here.
        pass


# %% wrong appended, edited from list
# says: The new item goes to the end
# earns: 0
# -         self.capacity = capacity
# -         self.items = []
# +         self.capacity, self.items = capacity, []
# -         leaving = self.items[place]
# -         self.items[place] = item
# +         leaving = self.items.pop(place)
# +         self.items.append(item)


# %% wrong capacity_forgotten, edited from list
# says: has no attribute 'capacity'
# earns: 0
# -     def __init__(self, capacity):
# -         self.capacity = capacity
# +     def __init__(self, capacity):
# -         leaving = self.items[place]
# -         self.items[place] = item
# +         leaving, self.items[place] = self.items[place], item


# %% wrong first_in
# says: first item in is the first one out
# earns: 0
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        self.items.append(item)
        return self.items.pop(0)


# %% wrong inserted
# says: Append while it fills
# earns: 0
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.insert(place, item)
            return None
        leaving, self.items[place] = self.items[place], item
        return leaving


# %% wrong kept
# says: leave it in the queue
# earns: 0
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        return self.items[place]


# %% wrong last_in, edited from list
# says: The newest item leaves first
# earns: 0
# -         self.capacity = capacity
# -         self.items = []
# +         self.capacity, self.items = capacity, []
# -         leaving = self.items[place]
# -         self.items[place] = item
# +         leaving = self.items.pop()
# +         self.items.append(item)


# %% wrong name
# says: has no method exchange
# earns: 0
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def Exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        leaving, self.items[place] = self.items[place], item
        return leaving


# %% wrong new_item
# says: You return the new item
# earns: 0
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        self.items[place] = item
        return item


# %% wrong new_item_read_late
# says: You return the new item
# earns: 0
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        self.items[place] = item
        return self.items[place]


# %% wrong own_draw
# says: use the very place that the caller gives
# earns: 0
import random


class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        place = random.randrange(self.capacity)
        leaving, self.items[place] = self.items[place], item
        return leaving


# %% wrong read_while_filling, edited from list
# says: before the queue is full
# earns: 0
# -         self.capacity = capacity
# -         self.items = []
# +         self.capacity, self.items = capacity, []
# -             self.items.append(item)
# -             return None
# +             self.items.append(item)


# %% wrong shared
# says: Your queues share their items
# earns: 0
class ShuffleQueue:
    items = []  # noqa: RUF012

    def __init__(self, capacity):
        self.capacity = capacity
        self.items.clear()

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        leaving, self.items[place] = self.items[place], item
        return leaving


# %% wrong shrinks
# says: Put the new item in the gap
# earns: 0
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        return self.items.pop(place)


# %% wrong too_early
# says: before the queue is full
# earns: 0
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity - 1:
            self.items.append(item)
            return None
        place = min(place, len(self.items) - 1)
        leaving, self.items[place] = self.items[place], item
        return leaving


# %% wrong too_late
# says: more items than its capacity
# earns: 0
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) <= self.capacity:
            self.items.append(item)
            return None
        leaving, self.items[place] = self.items[place], item
        return leaving
