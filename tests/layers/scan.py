#!/usr/bin/python3
# Reads the sources of a tree and reports what breaks the rules of rules.py, as `file:line: reason`.
# It reads text only: no compiler, no build directory.
import pathlib
import re
import sys

import rules

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
RAW_STRING = r'R"(?P<d>[^()\\\s]{0,16})\((?:.|\n)*?\)(?P=d)"'
TOKEN = re.compile(RAW_STRING + r'|"(?:\\.|[^"\\\n])*"|(?<![0-9a-zA-Z])\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*(?:.|\n)*?\*/')


def blank(text, strings):
    """The text without comments (and strings), line breaks kept."""
    def keep_lines(match):
        token = match.group(0)
        if token.startswith(("//", "/*")):
            return re.sub(r"[^\n]", " ", token)
        return re.sub(r"[^\n]", " ", token) if strings else token
    return TOKEN.sub(keep_lines, text)


def sources(root, folder):
    for path in sorted((root / folder).rglob("*")):
        if path.suffix in (".h", ".hpp", ".cpp", ".cc", ".inc", ".ipp"):
            yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def library_of(name):
    for library, starts in rules.LIBRARIES.items():
        if name.startswith(starts):
            return library
    for own in ("fanfare/", "models/", "sim/"):
        if name.startswith(own):
            return own
    return None


def includes(text):
    for number, line in enumerate(blank(text, strings=False).splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match.group(1) == '"', match.group(2)


def check_include(layer, file, name):
    """Why `file` may not include `name`, or None."""
    rule = rules.LAYERS[layer]
    word = layer.split("/")[0]
    if name in rules.STANDARD:
        refused = name in rule["std_except"] and file not in rule.get("std_only_in", {}).get(name, ())
        return f"{word} may not include {name}" if refused else None
    library = library_of(name)
    if library is None:
        return f"{word} may not include {name} (no rule allows it; own headers are included by their whole path)"
    places = rule["only_in"].get(library)
    if places is not None:
        allowed = any(file.startswith(place) for place in places)
        return None if allowed else f"{word} may include {library} only in {', '.join(sorted(places))}"
    return None if library in rule["may"] else f"{word} may not include {name.rstrip('/')}"


def check_includes(root):
    first_user = {}
    for layer in rules.LAYERS:
        for file, text in sources(root, layer):
            for line, _, name in includes(text):
                reason = check_include(layer, file, name)
                if reason:
                    yield f"{file}:{line}: {reason}"
                library = library_of(name)
                if layer == "sim" and library in rules.ONE_FILE:
                    owner = first_user.setdefault(library, file)
                    if owner != file:
                        yield f"{file}:{line}: {library} belongs in one file, and {owner} includes it"


def floor_of(rooms, path):
    """The number of the room that a path below the model's folder is in, or None."""
    return next((number for number, room in enumerate(rooms) if path.startswith(room)), None)


def check_floors(root):
    for house, rooms in rules.FLOORS.items():
        for file, text in sources(root, house):
            own = floor_of(rooms, file.removeprefix(house))
            if own is None:
                yield f"{file}:1: no room of {house} (rooms are {', '.join(rooms)})"
                continue
            for line, _, name in includes(text):
                floor = floor_of(rooms, name.removeprefix(house)) if name.startswith(house) else None
                if floor is not None and floor > own:
                    yield f"{file}:{line}: {rooms[own]} may not include {rooms[floor]} (it stands above)"


def check_storeys(root):
    for house, rooms in rules.STOREYS.items():
        for file, text in sources(root, house):
            own = floor_of(rooms, file.removeprefix(house))
            for line, _, name in includes(text) if own is not None else ():
                floor = floor_of(rooms, name.removeprefix(house)) if name.startswith(house) else None
                if floor is not None and floor > own:
                    yield f"{file}:{line}: {house}{rooms[own]} may not include {house}{rooms[floor]} (it stands above)"


NAME = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def words_of_models(line):
    """Words of models in a line of code, as they stand in the list."""
    for name in NAME.findall(line):
        word = name.lower()
        for form in (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"):
            if form in rules.WORDS_OF_MODELS:
                yield form
                break


def check_words_of_models(root):
    for file, text in sources(root, "sim"):
        allowed = next((words for place, words in rules.WORDS_ELSEWHERE.items() if file.startswith(place)), set())
        if allowed is None:
            continue
        for number, line in enumerate(blank(text, strings=False).splitlines(), 1):
            for word in words_of_models(line):
                if word not in allowed:
                    yield f"{file}:{number}: {word} is a word of a model (the model declares what is said of it)"


def check_words(root):
    names = "|".join(rules.TRANSCENDENTAL)
    qualified = re.compile(rf"\bstd::(?:{names})[fl]?\b")
    plain = re.compile(rf"(?<![\w:.>])(?:::)?(?:{names})[fl]?\s*\(")
    for layer in rules.LAYERS:
        for file, text in sources(root, layer):
            lines = blank(text, strings=True).splitlines()
            written = text.splitlines()
            for number, line in enumerate(lines, 1):
                if not file.startswith(rules.STATISTICS):
                    found = qualified.search(line) or (not file.startswith(rules.FMATH) and plain.search(line))
                    if found:
                        word = found.group(0).rstrip("( ")
                        yield f"{file}:{number}: {word} is libm's, which differs between machines (use fanfare/fmath.h)"
                for pattern, where, reason in rules.FORBIDDEN:
                    found = re.search(pattern, line)
                    if found and file.startswith(where) and file not in rules.YARDSTICKS:
                        yield f"{file}:{number}: {found.group(0).strip(' ({')} is not allowed here ({reason})"
                pattern, where = rules.UNORDERED
                found = re.search(pattern, line)
                if found and file.startswith(where) and "never iterated" not in written[number - 1]:
                    yield f"{file}:{number}: {found.group(0)} has no order (say `never iterated` on the line, or sort)"


def check_flags(root):
    for pattern in rules.FLAG_FILES:
        for path in sorted(root.glob(pattern)):
            if not path.is_file():
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                code = line.split("#")[0] if path.suffix != ".json" else line
                for flag in rules.FORBIDDEN_FLAGS:
                    if flag in code:
                        yield f"{path.relative_to(root)}:{number}: {flag} changes the bits of results"


def check_catalogue(root):
    """Every model class of models/ is named in the catalogue: one that is not can't be reached."""
    catalogue = root / "models" / "catalogue.cpp"
    listed = blank(catalogue.read_text(encoding="utf-8"), strings=True) if catalogue.exists() else ""
    for file, text in sources(root, "models"):
        for match in re.finditer(r"(?<!<)(?<!, )\b(?:class|struct)\s+(\w+)[^;{()]*:\s*(?:public\s+)?(?:fanfare::)?Model\b",
                                 blank(text, strings=True)):
            if not re.search(rf"\b{match.group(1)}\b", listed):
                line = text.count("\n", 0, match.start()) + 1
                yield f"{file}:{line}: {match.group(1)} is not in models/catalogue.cpp"


OPENING = re.compile(r"(?P<namespace>\bnamespace\b(?P<space>[\w:\s]*))\{"
                     r"|(?P<type>\b(?:struct|class|union|enum(?:\s+class)?)\s+(?P<name>[\w:]+)(?:\s+final)?\s*(?::[^;{()]*)?)\{"
                     r"|[{}]")


def types_of(text):
    """(line, full name) of each type that is defined in named namespaces alone: those that other files can mean, too."""
    text = re.sub(r"(?m)^[ \t]*#.*$", "", blank(text, strings=True))
    open_braces = []  # names of namespaces; None: anything else, or no name
    for match in OPENING.finditer(text):
        if match.group(0) == "}":
            if open_braces:
                open_braces.pop()
            continue
        if match.group("type") and None not in open_braces and "::" not in match.group("name"):
            yield text.count("\n", 0, match.start()) + 1, "::".join((*open_braces, match.group("name")))
        named = match.group("namespace") and "".join(match.group("space").split())
        open_braces.append(named or None)


def check_names_of_types(root):
    """Two types of one full name: the linker takes the inline functions of either for both, and no compiler notices."""
    first = {}
    for layer in dict.fromkeys(layer.split("/")[0] for layer in rules.LAYERS):
        for file, text in sources(root, layer):
            for line, name in types_of(text):
                place = first.setdefault(name, f"{file}:{line}")
                if place != f"{file}:{line}":
                    yield f"{file}:{line}: {name} is another type in {place} (one name, one type)"


def violations(root):
    root = pathlib.Path(root)
    found = []
    for check in (check_includes, check_floors, check_storeys, check_words_of_models, check_words, check_flags, check_catalogue,
                  check_names_of_types):
        found.extend(check(root))
    return found


def files_read(root):
    return sum(1 for layer in rules.LAYERS for _ in sources(pathlib.Path(root), layer))


if __name__ == "__main__":
    tree = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2]
    problems = violations(tree)
    print("\n".join(problems) or f"{files_read(tree)} files keep to their layers")
    sys.exit(1 if problems else 0)
