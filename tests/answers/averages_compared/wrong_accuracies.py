# expects: network and averaged_network, the notebook's own two
# says: Your code raised TypeError
# earns: 0
averages_compared = {"raw": 0.62, "averaged": 0.71}
