"""People and foyers as rules see them: facts by name, quantities made once, sums of a foyer."""
