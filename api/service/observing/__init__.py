"""What an operator sees of the service: health, figures, logs with the ids of requests."""
