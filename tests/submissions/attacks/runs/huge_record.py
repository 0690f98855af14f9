# attack: run.json has 60 megabytes
# wants: disturb
# grade: 0
# honest: 0
# assignment: 08_your_variant
# builder: huge_record
