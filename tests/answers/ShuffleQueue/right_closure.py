from types import SimpleNamespace


def ShuffleQueue(capacity):
    items = {}

    def exchange(item, place):
        place = place if len(items) == capacity else len(items)
        leaving = items.get(place)
        items[place] = item
        return leaving

    return SimpleNamespace(exchange=exchange)
