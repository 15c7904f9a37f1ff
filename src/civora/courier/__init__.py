"""Mail that leaves the portal. Without a mail server it is kept in HOME/outbox, where the desk shows it."""
