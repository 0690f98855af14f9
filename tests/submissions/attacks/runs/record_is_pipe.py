# attack: run.json is a pipe, so that whoever reads it waits for ever
# wants: disturb
# grade: 0
# honest: 0
# assignment: 08_your_variant
# builder: record_is_pipe
