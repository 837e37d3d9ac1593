"""`python -m hasila` is `hasila`."""

from hasila.cli import main

if __name__ == "__main__":
    main()
