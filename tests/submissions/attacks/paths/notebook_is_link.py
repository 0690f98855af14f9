# attack: the notebook itself is a symbolic link to a neighbour's, to be graded or overwritten
# wants: points
# grade: 0
# honest: 0
# builder: notebook_is_link
