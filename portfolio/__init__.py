"""The best set of requests under labelled rules: constraints, solver, selection and its independent check."""
