# says: Nothing ever leaves your queue
class ShuffleQueue:
    def __init__(self, capacity):
        # Your code here.
        pass

    def exchange(self, item, place):
        # Your code here.
        pass
