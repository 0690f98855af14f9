# attack: run.json is a symbolic link to the course's secret, whose text an error would show
# wants: read
# grade: 0
# honest: 0
# assignment: 08_your_variant
# builder: record_is_link
