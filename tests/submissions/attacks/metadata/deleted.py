# attack: the graded cell is deleted
# wants: points
# grade: 0
# honest: 0
# builder: deleted
