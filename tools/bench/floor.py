"""Starts a floor program: `python tools/bench/floor.py NAME ...`.

The programs live in a package of their own so that Python keeps their bytecode, as it does for
callq's modules.
"""

import sys
from importlib import import_module

if __name__ == "__main__":
    import_module(f"floors.{sys.argv.pop(1)}").run()
