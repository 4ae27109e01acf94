"""Keeping an archive: copies that fit together, putting them back, and checking that database and files agree."""
