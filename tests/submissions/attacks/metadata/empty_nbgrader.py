# attack: the cells' nbgrader metadata is empty, a list, or a number
# wants: disturb
# grade: 0
# honest: 0
# builder: empty_nbgrader
