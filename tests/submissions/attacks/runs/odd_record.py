# attack: run.json holds NaN, a number of a million digits, and text where numbers belong
# wants: disturb
# grade: 0
# honest: 0
# assignment: 08_your_variant
# builder: odd_record
