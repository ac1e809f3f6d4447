"""The web page and its interface: `cyextract serve`. Needs the extra `web`; importing this package does not."""
