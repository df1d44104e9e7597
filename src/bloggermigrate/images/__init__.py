"""Pictures: which address names which, where the whole of it is, and how it comes into the new site.

`sizes` reads addresses, `settling` decides what is written in a post, `catalogue` knows every picture of a blog once.
With `--images download`, `download` gathers, `fetch` and `net` bring, `albums` finds originals, `shelf` keeps.
"""
