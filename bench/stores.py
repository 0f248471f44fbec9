"""Makes the stores that are measured, through callq's own schema, writers and rules.

    python bench/stores.py SHAPE FILE

Run as a program of its own, so that the measuring process stays small.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import batched_pairs
