"""What `slack run` starts: the same as `rapport run`."""

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.argv = ["rapport", "run"]
    main()
