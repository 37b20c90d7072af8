#!/usr/bin/python3
# The slowest tests of a build, from the JUnit files that GoogleTest and pytest left.   usage: slowest.py FOLDER [COUNT]
import pathlib
import sys
import xml.etree.ElementTree as xml


def cases(folder):
    """(seconds, program, test) of every test that ran."""
    for file in sorted(pathlib.Path(folder).glob("*.xml")):
        for case in xml.parse(file).getroot().iter("testcase"):
            yield float(case.get("time", "0").replace(",", "")), file.stem, f"{case.get('classname')}.{case.get('name')}"


def main(folder, count=20):
    slowest = sorted(cases(folder), reverse=True)[:count]
    if not slowest:
        sys.exit(f"error: {folder} holds no times of tests (*.xml)")
    for seconds, program, test in slowest:
        print(f"  {seconds:7.1f} s  {program:20}  {test}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: slowest.py FOLDER [COUNT]")
    main(sys.argv[1], *map(int, sys.argv[2:]))
