"""What happened: the audit record of every act, and how often data was read.

Does not know what events mean; it writes down what the rooms above tell it.
"""
