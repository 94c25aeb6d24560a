"""Writes the pictures of this folder: JPEG files by cjpeg, and what djpeg decodes them to.

Needs cjpeg and djpeg of libjpeg-turbo (Debian: libjpeg-turbo-progs); written with version 2.1.5. Pillow and torchvision
decode with the same library and settings, so these are their pixels too.
"""
import math
import pathlib
import subprocess

FOLDER = pathlib.Path(__file__).parent
KINDS = {
    "444": "-sample 1x1", "422": "-sample 2x1", "440": "-sample 1x2", "420": "-sample 2x2", "411": "-sample 4x1",
    "420-progressive": "-sample 2x2 -progressive", "422-progressive-restart": "-sample 2x1 -progressive -restart 1",
    "420-restart": "-sample 2x2 -restart 1B", "rgb": "-rgb", "scans": "-sample 2x1 -scans /dev/stdin",
    "grey": "-grayscale", "grey-progressive": "-grayscale -progressive", "arithmetic": "-arithmetic",
}


def sample(x, y, channel):
    if (x - 8) ** 2 + (y - 6) ** 2 < 16:
        return [230, 40, 60][channel]
    return max(0, min(255, int(128 + 70 * math.sin(x / (3 + 2 * channel)) + 60 * math.cos(y / (4 + channel) + channel))))


def write(name, flags, width=21, height=19):
    source = FOLDER / "source.ppm"
    pixels = bytes(sample(x, y, c) for y in range(height) for x in range(width) for c in range(3))
    source.write_bytes(b"P6\n%d %d\n255\n" % (width, height) + pixels)
    jpeg = subprocess.run(["cjpeg", "-quality", "60", *flags.split(), str(source)], check=True, input=b"0;\n1;\n2;\n",
                          stdout=subprocess.PIPE).stdout
    (FOLDER / f"{name}.jpg").write_bytes(jpeg)
    source.unlink()
    if name != "arithmetic":
        decoded = subprocess.run(["djpeg", "-pnm"], check=True, input=jpeg, stdout=subprocess.PIPE).stdout
        (FOLDER / f"{name}.pnm").write_bytes(decoded)


for name, flags in KINDS.items():
    write(name, flags)
write("tiny", "-sample 2x2", 3, 2)
