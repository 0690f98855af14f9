# attack: run.json names data sets and versions that are markup
# wants: feedback
# grade: 0
# honest: 0
# assignment: 08_your_variant
# builder: record_of_markup
