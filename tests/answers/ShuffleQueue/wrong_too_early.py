# says: before the queue is full
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
