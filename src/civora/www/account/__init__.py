"""`/account/`: signing in and out, password, second factor, API keys. The flows are django-allauth's, in our look."""
