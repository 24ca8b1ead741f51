"""The release folder: the graph in every format, with what describes, documents and checks it.

`build` makes it; `counts` and `description` describe it in VoID and DCAT, `manual` documents the ontology,
`pages` the things, `index` says what each file is.
"""
