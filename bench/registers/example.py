"""heng's example that measures registers, built as the workspace's profile says.

The peers run in `bench/.venv`, or with the Python that BENCH_PYTHON names.
"""

import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PYTHON = pathlib.Path(os.environ.get("BENCH_PYTHON", ROOT / "bench" / ".venv" / "bin" / "python"))


def build():
    """Builds it, whatever a local configuration has for quick work; gives its path."""
    optimised = [f"profile.dev.package.{name}.opt-level=3" for name in ("heng-core", "heng-intake")]
    options = [word for setting in optimised for word in ("--config", setting)]
    package = ["-p", "heng-core", "-p", "heng-intake", "--example", "measure_registers"]
    subprocess.run(["cargo", "build", "--quiet", *options, *package], cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "debug" / "examples" / "measure_registers"
