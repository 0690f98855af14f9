"""What people read: points and findings of a class, as pages and as tables.

``results`` reads the gradebook and the judges' records. ``feedback`` makes of them a page for each
student and ``report`` one for the class, under ``pseudonyms``; both draw ``figures`` and write
``pages`` of HTML. ``export`` writes the tables that learning platforms import.
"""
