"""The ledger: what was drawn, who was contacted, what came back; the only state that cannot be computed again.

Belongs here: keeping these facts in a database (SQLite, PostgreSQL), and giving them back. Does not: choosing people,
drawing arms (`drawing`), writing lists and letters (`outputs`), measuring (`impact`). Begin with
`opening.open_ledger(url)`; what it gives is in `book.Ledger`.
"""
