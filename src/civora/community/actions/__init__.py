"""What is done: reuses shown and highlighted, calls decided, datasets asked for and answered, offers posted and written about."""

from civora.community.actions.calls import decide_call, enter_call, set_call
from civora.community.actions.listings import (
    end_listing,
    forget_listings,
    post_listing,
    release_listing,
    renew_listing,
)
from civora.community.actions.neighbours import (
    join,
    leave,
    mark_read,
    set_neighbourhood,
    write_message,
    write_to_author,
)
from civora.community.actions.nominations import answer_nomination, back_nomination, nominate, withdraw_nomination
from civora.community.actions.projection import project
from civora.community.actions.reuses import (
    change_reuse,
    highlight_reuse,
    release_reuse,
    replace_picture,
    show_reuse,
    withdraw_reuse,
)

__all__ = [
    "answer_nomination", "back_nomination", "change_reuse", "decide_call", "end_listing", "enter_call",
    "forget_listings", "highlight_reuse", "join", "leave", "mark_read", "nominate", "post_listing", "project",
    "release_listing", "release_reuse", "renew_listing", "replace_picture", "set_call", "set_neighbourhood",
    "show_reuse", "withdraw_nomination", "withdraw_reuse", "write_message", "write_to_author",
]  # fmt: skip
