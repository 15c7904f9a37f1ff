"""What is known of deliveries and files: previews, coverage, what was set aside."""

from civora.intake.queries.deliveries import delivery, set_aside
from civora.intake.queries.preview import look, preview

__all__ = ["delivery", "look", "preview", "set_aside"]
