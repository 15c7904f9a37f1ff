"""What is done with what people say: written, flagged, decided, attached, followed, told."""

from civora.voices.actions.attaching import (
    attach,
    describe_picture,
    move_pictures,
    redact,
    remove_drafts,
    remove_picture,
)
from civora.voices.actions.commenting import comment, edit_comment, release_comment, remove_comment
from civora.voices.actions.contributing import (
    contribute,
    decide_contribution,
    decide_correction,
    forget_observers,
    mark_landed,
    propose_correction,
    set_campaign,
)
from civora.voices.actions.counting import count_address
from civora.voices.actions.erasing import erase_subject, forget_notices
from civora.voices.actions.feeds import end_feed, make_feed
from civora.voices.actions.following import (
    announce,
    follow,
    mark_seen,
    mark_sent,
    move_followers,
    set_cadence,
    tell,
    unfollow,
)
from civora.voices.actions.moderating import appeal, decide_appeal, flag, hide, keep, restore

__all__ = [
    "announce", "appeal", "attach", "comment", "contribute", "count_address", "decide_appeal",
    "decide_contribution", "decide_correction", "describe_picture", "edit_comment", "end_feed", "erase_subject", "flag",
    "follow", "forget_notices", "forget_observers", "hide", "keep", "make_feed", "mark_landed",
    "mark_seen", "mark_sent", "move_followers", "move_pictures", "propose_correction", "redact", "release_comment",
    "remove_comment", "remove_drafts", "remove_picture", "restore", "set_cadence", "set_campaign", "tell",
    "unfollow",
]  # fmt: skip
