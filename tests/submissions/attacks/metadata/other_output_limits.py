# attack: metadata of the notebook sets the executor's options
# wants: points
# grade: 0
# honest: 0
# builder: other_options
