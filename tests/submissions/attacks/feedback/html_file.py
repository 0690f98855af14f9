# attack: pages with scripts lie in the submission, to be published beside the feedback
# wants: feedback
# grade: 0
# honest: 0
# builder: html_file
