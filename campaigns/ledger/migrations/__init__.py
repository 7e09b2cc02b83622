"""The ledger's versions, one file each in `versions`, run by `opening`; a published one is never changed."""
