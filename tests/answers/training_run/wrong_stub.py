# says: There are no networks yet
training_run = {}
