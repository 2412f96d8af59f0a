"""Texts to unit vectors: the encoder, the order in which posts get theirs, and resumable embedding.

Importing this package is cheap: sentence-transformers and torch, which take seconds, are imported
when an encoder is loaded. Only files on this machine are read and nothing is downloaded.

    order.py     which post is embedded first, and which next
    missing.py   embeds what has no vector yet, and saves as it goes
    files.py     finds a model's files, names them, and refuses those that are not safe
    reads.py     which languages a model reads
    encoder.py   loads the files and encodes
    packed.py    runs a model on texts laid end to end, without padding
"""

from relevance.embedding.encoder import Encoder, load_encoder, precision_of
from relevance.embedding.files import DEFAULT_MODEL, checked_model, model_id_of
from relevance.embedding.missing import EmbedReport, embed_missing, text_key
from relevance.embedding.order import TURNS_FOR_ALL, author_balanced_order, urgent_order
from relevance.embedding.reads import languages_read

__all__ = [
    "DEFAULT_MODEL",
    "TURNS_FOR_ALL",
    "EmbedReport",
    "Encoder",
    "author_balanced_order",
    "checked_model",
    "embed_missing",
    "languages_read",
    "load_encoder",
    "model_id_of",
    "precision_of",
    "text_key",
    "urgent_order",
]
