"""`make bench`: how fast Civora is, beside Datasette on the same rows and beside the engine alone, in one run."""
