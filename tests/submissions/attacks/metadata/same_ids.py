# attack: all cells have the same id
# wants: disturb
# grade: 0
# honest: 0
# builder: same_ids
