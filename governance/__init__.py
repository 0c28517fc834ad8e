"""What may be selected and what must be: gates, AI evidence, pilots and mandates. Pure functions over tables."""
