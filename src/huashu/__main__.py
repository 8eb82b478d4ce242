"""``python -m huashu``."""

from huashu.cli import main

if __name__ == "__main__":
    main(prog_name="huashu")
