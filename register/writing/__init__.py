"""The commit in detail: what a packet shares, and the one statement that appends."""
