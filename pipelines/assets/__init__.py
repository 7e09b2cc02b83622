"""The assets, one module a room."""
