"""How batches are numbered: a name that is safe as a folder's and in an address."""

import re

BATCH_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
