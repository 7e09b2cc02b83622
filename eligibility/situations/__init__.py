"""Situations of people, from any engine, as the rows that rules are run over."""
