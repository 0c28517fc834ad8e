"""Every step the store's tables took, from the first version on."""
