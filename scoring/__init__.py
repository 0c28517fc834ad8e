"""What a request is worth: criteria, weights, net cost and scores. Pure functions over frozen values."""
