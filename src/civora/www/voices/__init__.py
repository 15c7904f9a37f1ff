"""`/voices/`: giving notice of what should not stand, reading why something was hidden, appealing. `/trust/moderation/`: the counts."""
