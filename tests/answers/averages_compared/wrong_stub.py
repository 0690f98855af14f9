# says: The network 'raw' is missing
averages_compared = {}
