# attack: attachments of a cell are markup and scripts under the names of pictures
# wants: feedback
# grade: 0
# honest: 0
# builder: attachments_of_markup
