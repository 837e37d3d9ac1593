"""The desk of one person: the ledger in a browser, in Arabic and English, on this machine alone.

`gate` lets in only whoever holds the launch code, `app` puts the pages together, and each other module is one page or
one kind of them. Pages are rendered here and complete without a script; a change is a form that leads back to a page.
"""
