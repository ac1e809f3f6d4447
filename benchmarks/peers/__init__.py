"""Other libraries behind one shape, each in a process of its own: `load()` gives a function from (text, reference date) to mentions.

A module says what its library covers: `PACKAGES` (distributions whose versions are reported), `TYPES` (the mention types it finds),
`VALUES` (those that it gives values for) and, in its docstring, how its output becomes our mentions. Whatever can be read in a library's
favour is.
"""
