"""Tables of posts, in the shapes that scrapers, interfaces and people's own spreadsheets give them.

reader      does a file look like one; what it holds
flat        CSV, TSV, XLSX, Parquet   } rows as frames of strings,
nested      JSON and JSON Lines       } one column for every name that matters
places      where in JSON the posts are; streaming goes through a large file for them
columns     under which names the producers write what
kept        columns that a caller asks for by name; labelled reads the labels of posts with them
facts       rows into posts, people and rejections
texts       the texts alone, for a table that is embedded before it is imported
"""

from relevance.sources.posts.labelled import LabelledPosts, read_labelled
from relevance.sources.posts.reader import read, recognises
from relevance.sources.posts.texts import is_text_column, texts_in

__all__ = ["LabelledPosts", "is_text_column", "read", "read_labelled", "recognises", "texts_in"]
