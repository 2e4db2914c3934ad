"""Times `heng audit` beside Python readers of the same files and `pdftotext -layout`.

    speed.py HENG FOLDER [PDF…]

FOLDER holds rendered documents (the example audit_rates writes them); further PDFs are timed apart.
Seconds are those of the processors, of whole processes, the least of three runs: heng's whole audit
(reading, recognising, scoring, all checks, printing) beside reading alone.
"""

import glob
import os
import resource
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def seconds(command):
    """The least processor time of three runs."""
    best = None
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = spent if best is None else min(best, spent)
    return best


def pages(path):
    said = subprocess.run(["pdfinfo", path], capture_output=True, text=True).stdout
    return next(int(line.split()[1]) for line in said.splitlines() if line.startswith("Pages"))


def main():
    heng, folder, *pdfs = sys.argv[1:]
    peer = [sys.executable, os.path.join(HERE, "peer.py")]
    kinds = {kind: sorted(glob.glob(f"{folder}/*.{kind}")) for kind in ("docx", "xlsx", "pdf")}
    kinds["pdf"] = kinds["pdf"][:12]
    print("| files | heng audit | Python reader | times | pdftotext -layout |")
    print("| --- | --- | --- | --- | --- |")
    for name, files in [*kinds.items(), ("further pdf", pdfs)]:
        if not files:
            continue
        own, other = seconds([heng, "audit", *files]), seconds([*peer, *files])
        layout = ""
        if name.endswith("pdf"):
            layout = f"{sum(seconds(['pdftotext', '-layout', file, '-']) for file in files):.2f} s"
        print(f"| {len(files)} {name} | {own:.2f} s | {other:.2f} s | {other / own:.1f} | {layout} |")
    print()
    print("| reports | seconds of the processors | reports a second a core |")
    print("| --- | --- | --- |")
    reports = sorted(glob.glob(f"{folder}/*-Report.docx"))
    with tempfile.TemporaryDirectory() as texts:
        for file in sorted(glob.glob(f"{folder}/*-Report.html")):
            # The running text and cells of the same reports, one a line.
            text = subprocess.run([sys.executable, "-c", TEXT, file], capture_output=True).stdout
            with open(os.path.join(texts, os.path.basename(file) + ".txt"), "wb") as out:
                out.write(text)
        for name, files in [("docx", reports), ("txt", sorted(glob.glob(f"{texts}/*.txt")))]:
            own = seconds([heng, "audit", *files])
            print(f"| {len(files)} {name} | {own:.2f} | {len(files) / own:.0f} |")
    print()
    print("| pages of a PDF | ms a page |")
    print("| --- | --- |")
    every = sorted((pages(file), file) for file in [*kinds["pdf"], *pdfs])
    for count, file in every[:: max(1, len(every) // 6)]:
        print(f"| {count} | {seconds([heng, 'audit', file]) / count * 1e3:.1f} |")


TEXT = """
import re, sys
words = open(sys.argv[1], encoding='utf-8').read()
words = re.sub(r'(?s)<(script|style|svg|head)\\b.*?</\\1>', '', words)
words = re.sub(r'</(p|h[1-6]|td|th|tr|li|div)>', '\\n', words)
print(re.sub(r'\\n\\s*\\n+', '\\n', re.sub(r'<[^>]+>', '', words)).strip())
"""

main()
