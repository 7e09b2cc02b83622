"""Who to contact: campaign files, perimeter, exclusions, lists.

Belongs here: choosing people among the assessed, writing lists that can be acted on. Does not: law, matching.
"""

from pathlib import Path

CAMPAIGN_FILES = Path(__file__).parent / "files"
"""The campaigns shipped with Juste Droit; a territory copies and edits them."""
