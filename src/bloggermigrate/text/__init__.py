"""Small questions about texts and names, answered by pure functions: addresses, dates of machines, locales, slugs."""
