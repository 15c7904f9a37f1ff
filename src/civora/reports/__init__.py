"""A resident's report of a problem (Open311 "service request"): categories, places, routing, status, updates, answers.

Owns the list of services, the areas of the city, and who is responsible for what. Words and pictures beside a report
(comments, flags, photos, followers) are kept by `voices` under the subject `report:KEY`; its rows in the dataset
`service-requests` are entered by `intake`, without anything of persons.
"""
