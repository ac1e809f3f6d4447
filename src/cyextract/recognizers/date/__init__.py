"""DATE: atoms found by rules, composed into expressions, read against the document's clock."""
