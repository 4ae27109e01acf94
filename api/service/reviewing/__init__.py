"""Review over HTTP: what is asked for, and how it is told."""
