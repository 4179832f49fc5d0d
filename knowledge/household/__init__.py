"""What a household sees of its own year: who is paid, who is missing, what is owed, until when."""
