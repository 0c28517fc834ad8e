"""The views of the screen Review gates, one file each."""
