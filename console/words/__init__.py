"""What the console says beside its templates, in Vietnamese and English."""
