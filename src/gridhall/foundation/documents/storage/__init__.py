"""Where the bytes of documents lie: a folder of this machine, or an S3-compatible store.

Both keep opaque names and opaque bytes: what is written is sealed before it gets here.
"""

from .base import BlobMissing, BlobStore, StoreUnreachable
from .choosing import current_store

__all__ = ["BlobMissing", "BlobStore", "StoreUnreachable", "current_store"]
