"""What a notice makes out of a person, a day or a village: pure functions over a pack.

A pack names a rule's `kind` and feeds it; a new kind is one model in schema/ and one function here.
"""
