# says: The network 'seed 1' is missing
protocol = {}
