"""What people have said, and what was decided about it."""

from civora.voices.queries.contributing import (
    campaign,
    campaigns,
    correction,
    corrections,
    may_keep,
    submission,
    submissions,
    unlanded,
)
from civora.voices.queries.followers import feed_owner, followers, follows, has_feed, is_following, notices, unsent
from civora.voices.queries.moderation import (
    appeal_of,
    decision,
    decisions_on,
    flag,
    flags,
    held_comments,
    hidden,
    hidden_of,
    is_hidden,
    open_appeals,
    open_flags,
    transparency,
)
from civora.voices.queries.pictures import picture, picture_file, pictures, pictures_of
from civora.voices.queries.threads import comment, comment_counts, comments_by, thread
from civora.voices.queries.told import sentence

__all__ = [
    "appeal_of", "campaign", "campaigns", "comment", "comment_counts", "comments_by", "correction", "corrections",
    "decision", "decisions_on", "feed_owner", "flag", "flags", "followers", "follows", "has_feed", "held_comments", "hidden", "hidden_of",
    "is_following", "is_hidden", "may_keep", "notices", "open_appeals", "open_flags", "picture", "picture_file",
    "pictures", "pictures_of", "sentence", "submission", "submissions", "thread", "transparency", "unlanded",
    "unsent",
]  # fmt: skip
