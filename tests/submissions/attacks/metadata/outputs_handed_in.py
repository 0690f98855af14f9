# attack: the graded cell is handed in with a finished output of 1.0 and an execution count
# wants: points
# grade: 0
# honest: 0
# builder: outputs_handed_in
