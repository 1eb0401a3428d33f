"""``python -m bihuan.planparse parse FILE`` without the rest of the product."""

import sys

from bihuan.planparse.command import main

if __name__ == "__main__":
    sys.exit(main())
