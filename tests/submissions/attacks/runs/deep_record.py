# attack: run.json is nested a hundred thousand deep
# wants: disturb
# grade: 0
# honest: 0
# assignment: 08_your_variant
# builder: deep_record
