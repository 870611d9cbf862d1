"""`python -m engine` is `callsheet`."""

import sys

try:
    from engine.cli import main

    sys.exit(main())
except KeyboardInterrupt:  # before there was anybody to hang up
    sys.exit(130)
