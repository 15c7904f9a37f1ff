"""What people say about things, and what is done about it: comments, flags, moderation, pictures, who follows what.

Everything hangs on a subject, a key like `report:r7k2m9` or `dataset:trees`: this room does not know what stands behind it.
A thing that can itself be flagged or hidden is a target, written in the same way (`comment:…`, `picture:…`).
"""
