"""What a campaign hands over: lists, letters, sheets of rights, applications, and how they leave the house.

Belongs here: what is written for people and services, once a release is drawn. Does not: choosing people, counting what
came of it, putting files in place (`campaigns.publishing`). Identities are met here and nowhere else in `campaigns`.
"""
