def log_numbers(losses, clock, batch_size, every):
    speeds, seconds, smoothed = [], [], []
    average = losses[0]
    for step, loss in enumerate(losses, start=1):
        average += 0.1 * (loss - average)
        if step % every == 0:
            took = (clock[step] - clock[step - every]) / every
            seconds.append(took)
            speeds.append(batch_size / took)
            smoothed.append(average)
    return speeds, seconds, smoothed
