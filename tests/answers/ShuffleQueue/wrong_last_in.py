# says: The newest item leaves first
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        leaving = self.items.pop()
        self.items.append(item)
        return leaving
