"""python -m benchmarks [NAME …]: runs every module here that has a `main()`, or the named ones."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks


def main() -> None:
    """One benchmark after the other, under its name."""
    named = set(sys.argv[1:])
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name.startswith("_") or (named and module.name not in named):
            continue
        run = getattr(importlib.import_module(f"benchmarks.{module.name}"), "main", None)
        if run is not None:
            sys.stdout.write(f"\n── {module.name} ──\n")
            run()


if __name__ == "__main__":
    main()
