"""The readers: files of several formats become Documents, or a Rejected that says why not."""

from onrecord.readers.files import FORMATS, read_paths
from onrecord.readers.layout import layout
from onrecord.readers.origin import Rejected

__all__ = ["FORMATS", "Rejected", "layout", "read_paths"]
