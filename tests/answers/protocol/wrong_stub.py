# says: There are no networks yet
protocol = {}
