"""Real servers that some tests run against, each started once in a session: PostgreSQL, a bucket, an identity provider.

`scripts/system.sh` installs them. Where it may not, the tests that need one are skipped and say what is missing.
"""
