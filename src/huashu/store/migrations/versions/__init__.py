"""One module for each revision of the tables; a revision that was released never changes."""
