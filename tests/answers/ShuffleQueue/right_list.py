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
