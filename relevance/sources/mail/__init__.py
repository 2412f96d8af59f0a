"""Mail: mbox files, Takeout, Maildir folders and single messages.

boxes       a stream -> its messages, each as its header and the beginning of its body
headers     the fields of a header, with        addresses   the people in them
            charsets, what their bytes mean     dates       when it was sent
bulk        which mail is no contact, with      labels      Gmail's labels and names of folders
texts       what a message says in its own words
taking      messages -> people, contacts, and what was left out
reader      does a file look like mail; what it holds
"""

from relevance.sources.mail.reader import read, recognises

__all__ = ["read", "recognises"]
