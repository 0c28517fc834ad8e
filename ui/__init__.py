"""What the pages share on screen: session state, the list of screens and reusable parts."""
