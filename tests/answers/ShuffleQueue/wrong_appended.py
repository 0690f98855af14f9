# says: The new item goes to the end
class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        leaving = self.items.pop(place)
        self.items.append(item)
        return leaving
