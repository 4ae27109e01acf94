"""The routes, a module each with its `router`; what they do is done by the other packages of `api`."""
