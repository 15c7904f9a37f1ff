"""Editorial pages: what a communications officer writes, with live figures in between. Written with Wagtail at `/desk/pages/`.

Owns the words *story* (a page) and *block* (a part of it). A block holds keys (of a dataset, an exhibit, an indicator,
a process), never facts: what it shows is asked for when the page is read, with the rights of whoever reads it, and a
target that is gone or hidden leaves a plain note. This room is on a plan of its own: `models`, `blocks`, `figures` (what
a block shows), `roles` (who may write), `wagtail_hooks`, `views`, `templates`.
"""
