"""`python -m bloggermigrate`."""

from bloggermigrate.cli import main

main(prog_name="bloggermigrate")
