"""Who may do what: tokens, accounts, sessions, limits of rate, and the log of what was done."""
