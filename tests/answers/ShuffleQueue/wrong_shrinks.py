# says: Put the new item in the gap
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        return self.items.pop(place)
