# attack: many cells each stay just under the limit of a cell
# wants: disturb
# grade: 0
# honest: 0
# builder: many_slow_cells
