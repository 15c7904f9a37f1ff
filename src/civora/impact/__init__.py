"""What the city promised and what came of it: indicators with targets, and projects with milestones, money and effect.

Owns the words *indicator* (a question to a dataset with unit, direction and targets), *standing* (its status by the
published rule), *project* (a promise, budget line or ballot winner) and *inclusion* (who took part, in groups).
Values are never kept here: they are asked of `reading` each time. What is said about a project stands in `voices`.
"""
