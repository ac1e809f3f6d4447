"""`python -m cyextract` is the command line."""

from cyextract.cli import main

if __name__ == "__main__":
    main()
