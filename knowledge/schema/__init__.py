"""The shape of a policy pack's files: frozen pydantic models, one module a file of the pack.

A model refuses unknown keys, and a fact without its clause does not load.
"""
