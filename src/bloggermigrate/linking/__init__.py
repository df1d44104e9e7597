"""The blog's links to itself → places on the new site.

`forms` reads what an address names, in every form that Blogger gave out; `clues` gathers from bodies what the whole
blog has to know of them; `index` holds the old addresses of all entries in the store; `linker` brings the three
together. docs/links.md lists the forms and what becomes of each.
"""
