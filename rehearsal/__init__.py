"""A fictitious territory whose truth is known, written out as real-looking extracts with real-looking faults.

Belongs here: making people, their lives, their rights, the files about them and the faults in these files.
Does not: reading files, matching, deciding rights for the programme; nothing here imports those rooms.
"""

from rehearsal.action import Action, plan
from rehearsal.rates import FaultRates
from rehearsal.rehearse import Summary, rehearse
from rehearsal.territory import Territory

__all__ = ["Action", "FaultRates", "Summary", "Territory", "plan", "rehearse"]
