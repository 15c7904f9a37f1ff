"""What is known of deliveries and files: previews, coverage, what was set aside."""

from civora.intake.queries.deliveries import brought_by, delivery, draft, drafts, recipe, set_aside
from civora.intake.queries.preview import look, preview

__all__ = ["brought_by", "delivery", "draft", "drafts", "look", "preview", "recipe", "set_aside"]
