"""Where phone numbers and addresses are: countries, states, time zones, public holidays.

Begin with phones.py. May import: errors.
"""
