"""Runs a command in a terminal and draws what it prints as SVG: python3 docs/terminal_picture.py OUTPUT.svg COMMAND…

Needs nothing but Python. The prompt line shows the command as it was given; the width is 110 columns.
"""

import fcntl
import html
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata

COLUMNS, LINE, CELL, MARGIN = 110, 17, 7.8, 14
FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace"
BACKGROUND, PLAIN = "#161b22", "#d5dbe3"
COLOURS = {
    30: "#6e7681", 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 34: "#79c0ff", 35: "#d2a8ff", 36: "#76e3ea", 37: "#d5dbe3",
    90: "#8b949e", 91: "#ffa198", 92: "#aff5b4", 93: "#f2cc60", 94: "#a5d6ff", 95: "#e2c5ff", 96: "#b3f0ff", 97: "#ffffff",
}


def printed_by(command):
    """What a command prints to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, env=environment)
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 1 << 16)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    process.wait()
    return b"".join(parts).decode().replace("\r\n", "\n").rstrip("\n").split("\n")


def styled(line):
    """The runs of a line: (column, text, colour, bold, faint)."""
    colour, bold, faint, column = PLAIN, False, False, 0
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if not part.startswith("\x1b"):
            for word in re.finditer(r"\S+(?: \S+)*", part):
                yield column + width(part[: word.start()]), word.group(), colour, bold, faint
            column += width(part)
            continue
        for code in (int(number or 0) for number in part[2:-1].split(";")):
            if code == 0:
                colour, bold, faint = PLAIN, False, False
            elif code in (1, 2, 22):
                bold, faint = code == 1 or bold and code == 2, code == 2 or faint and code == 1
            else:
                colour = PLAIN if code == 39 else COLOURS.get(code, colour)


def width(text):
    """Terminal cells of a text."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def svg(lines):
    """The picture of some lines."""
    across, down = round(COLUMNS * CELL + 2 * MARGIN), len(lines) * LINE + 2 * MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" width="{across}" height="{down}" '
        f'font-family="{FONT}" font-size="13" xml:space="preserve">',
        f'<rect width="{across}" height="{down}" rx="8" fill="{BACKGROUND}"/>',
    ]
    for number, line in enumerate(lines):
        baseline = MARGIN + number * LINE + 13
        for column, text, colour, bold, faint in styled(line):
            look = f' fill="{colour}"' + ' font-weight="bold"' * bold + ' opacity="0.65"' * faint
            place = f'x="{MARGIN + column * CELL:.1f}" y="{baseline}" textLength="{width(text) * CELL:.1f}"'
            out.append(f'<text {place} lengthAdjust="spacingAndGlyphs"{look}>{html.escape(text)}</text>')
    return "\n".join([*out, "</svg>", ""])


def main():
    target, *command = sys.argv[1:]
    prompt = "\x1b[32m$\x1b[0m " + " ".join([os.path.basename(command[0]), *command[1:]])
    with open(target, "w", encoding="utf-8") as file:
        file.write(svg([prompt, "", *printed_by(command)]))


main()
