"""What the renderer needs of an edition: its guide, its past, what it changed."""

import json

from guide_pipeline.editions.manifest import Manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.model.guide import Guide
