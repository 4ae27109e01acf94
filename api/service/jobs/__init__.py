"""Work on documents as its callers see it: who does it, how it is waited for, and how far it is."""
