# says: Append while it fills
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.insert(place, item)
            return None
        leaving, self.items[place] = self.items[place], item
        return leaving
