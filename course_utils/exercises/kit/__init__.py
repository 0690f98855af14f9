"""What exercises are made of: drawing questions, asking a student's work, comparing answers."""
