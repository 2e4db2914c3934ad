"""Times the import of a workbook beside calamine reading the same file, and prints the ratio.

    python3 bench/registers/import/run.py [ROWS] [ROUNDS]

Both read the whole file in turn, in one process with the allocator of the binary; the least time of
each counts. heng proposes the mapping, converts and checks each row and looks for duplicates as well;
calamine gives cells and no more. Ends with an error where the ratio is above 1.5.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
MOST = 1.5


def main():
    rows, rounds = (sys.argv[1:] + ["100000", "9"][len(sys.argv) - 1 :])[:2]
    # As the workspace's profile says, whatever a local configuration has for quick work.
    optimised = [f"profile.dev.package.{name}.opt-level=3" for name in ("heng-core", "heng-intake")]
    options = [word for setting in optimised for word in ("--config", setting)]
    package = ["-p", "heng-core", "-p", "heng-intake", "--example", "import_register"]
    subprocess.run(["cargo", "build", "--quiet", *options, *package], cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    example = target / "debug" / "examples" / "import_register"
    with tempfile.TemporaryDirectory() as folder:
        command = [example, f"{folder}/payments.xlsx", rows, rounds]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    times = {}
    for line in printed.strip().split("\n"):
        name, count, microseconds = line.split("\t")
        assert count == rows, f"{name} took {count} of {rows} rows"
        times[name] = int(microseconds)
        print(f"{name:<10}{times[name] / 1000:>8.0f} ms")
    ratio = times["heng"] / times["calamine"]
    print(f"{'ratio':<10}{ratio:>8.2f}")
    sys.exit(ratio > MOST)


if __name__ == "__main__":
    main()
