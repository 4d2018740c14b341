"""guide user …: accounts of a working guide."""

import argparse
import getpass
import secrets
import sys
from pathlib import Path

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import say, say_json
from guide_pipeline.errors import UsageError
