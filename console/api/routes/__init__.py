"""The routes of the API, one module for each noun; every one of them names its caller in its signature."""
