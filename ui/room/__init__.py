"""The room's screen in parts."""
