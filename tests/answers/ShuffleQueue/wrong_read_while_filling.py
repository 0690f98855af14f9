# says: before the queue is full
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
        leaving = self.items[place]
        self.items[place] = item
        return leaving
