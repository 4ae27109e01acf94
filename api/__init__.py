"""What people touch: the command line; later import, service and review pages."""
