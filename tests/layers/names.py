# Which names a source uses, and where they are declared. The builds compile a dozen files as one, which would hide that a
# file includes too little; so that is found by reading: every name of the standard library, of a package, and every type of
# ours needs a header that declares it among all that the file includes, however deep.
import re

import rules
from scan import blank, includes, sources, types_of

STANDARD_NAMES = {
    "algorithm": "sort stable_sort partial_sort nth_element find find_if find_if_not any_of all_of none_of count count_if transform "
                 "fill_n copy_n copy_if lower_bound upper_bound equal_range binary_search unique reverse rotate min_element "
                 "max_element minmax_element clamp is_sorted remove_if for_each generate partition stable_partition equal "
                 "set_intersection set_difference merge push_heap pop_heap make_heap adjacent_find",
    "array": "array",
    "atomic": "atomic atomic_flag atomic_ref",
    "bit": "bit_cast popcount countr_zero countl_zero bit_width has_single_bit bit_ceil endian",
    "charconv": "from_chars to_chars",
    "chrono": "chrono",
    "cmath": "isnan isfinite isinf fabs lround llround ldexp frexp trunc",
    "cstdint": "uint8_t uint16_t uint32_t uint64_t int8_t int16_t int32_t int64_t",
    "cstring": "memcpy memset memcmp strlen strcmp strerror",
    "filesystem": "filesystem",
    "fstream": "ifstream ofstream fstream",
    "functional": "function reference_wrapper",
    "iostream": "cout cerr cin",
    "iterator": "back_inserter istream_iterator istreambuf_iterator ostream_iterator make_move_iterator next prev distance advance",
    "limits": "numeric_limits",
    "map": "map multimap",
    "memory": "unique_ptr shared_ptr make_unique make_shared weak_ptr",
    "mutex": "mutex lock_guard unique_lock scoped_lock call_once once_flag",
    "numeric": "accumulate iota partial_sum gcd inner_product exclusive_scan inclusive_scan",
    "optional": "optional nullopt make_optional",
    "regex": "regex smatch regex_match regex_search regex_replace",
    "set": "set multiset",
    "span": "span as_bytes as_writable_bytes",
    "sstream": "ostringstream istringstream stringstream",
    "string": "string to_string stoi stod stoull",
    "string_view": "string_view",
    "thread": "thread jthread this_thread",
    "tuple": "tuple tie make_tuple apply",
    "unordered_map": "unordered_map",
    "unordered_set": "unordered_set",
    "variant": "variant visit get_if holds_alternative monostate",
    "vector": "vector",
}
HEADER_OF = {name: header for header, names in STANDARD_NAMES.items() for name in names.split()}
# What standard headers promise of others; what those of packages declare with.
ALSO = {"string": {"string_view", "iterator"}, "regex": {"string", "vector"}, "filesystem": {"string", "chrono"}, "sstream": {"string"},
        "fstream": {"string"}, "iostream": {"string", "sstream"}, "thread": {"chrono"}, "condition_variable": {"mutex", "chrono"},
        "future": {"chrono"}}
ALSO |= {container: {"iterator"} for container in ("vector", "map", "set", "array", "span", "unordered_map", "unordered_set", "algorithm")}
PACKAGES_BRING = {"algorithm", "array", "functional", "iterator", "limits", "map", "memory", "string", "string_view", "vector", "cstdint",
                  "tuple", "cmath", "cstring", "sstream"}

USED = re.compile(r"\bstd::(?:ranges::)?(\w+)")
OF_PACKAGES = re.compile(r"\b(?:Eigen|YAML|nlohmann|fmt|spdlog|CLI|boost|tbb|nlopt|std)(?:::\w+)+")
WORD = re.compile(r"[A-Za-z_]\w+")


class Tree:
    """All sources below the layers, what each includes, and what each header declares."""

    def __init__(self, root):
        self.text = {}
        for layer in dict.fromkeys(layer.split("/")[0] for layer in rules.LAYERS):
            self.text.update(sources(root, layer))
        self.direct = {file: [name for _, _, name in includes(text)] for file, text in self.text.items()}
        self._reached = {}

    def path_of(self, name):
        return name if name in self.text else "include/" + name if "include/" + name in self.text else None

    def reached(self, file):
        """All headers, own ones by path, others by name, that `file` includes however deep."""
        if file not in self._reached:
            found, left = set(), [file]
            while left:
                for name in self.direct[left.pop()]:
                    own = self.path_of(name)
                    if (own or name) not in found:
                        found.add(own or name)
                        if own:
                            left.append(own)
            self._reached[file] = found
        return self._reached[file]


def bring(header):
    if header in rules.STANDARD:
        return {header} | ALSO.get(header, set())
    return PACKAGES_BRING


def homes_of_types(tree):
    """The headers that define each type of ours whose name has one meaning in the tree."""
    homes, nested = {}, set()
    for file, text in tree.text.items():
        free = {name.split("::")[-1] for _, name in types_of(text)}
        for name in free if file.endswith(".h") else ():
            homes.setdefault(name, set()).add(file)
        every = set(re.findall(r"\b(?:struct|class|enum class|enum|using)\s+(\w+)\s*(?:final\s*)?[:{=]", blank(text, strings=True)))
        nested |= every - free if file.endswith(".h") else every
    return {name: files for name, files in homes.items() if name not in nested}


def missing_standard(file, code, tree):
    standard = set().union(*(bring(h) for h in tree.reached(file) if h not in tree.text))
    for number, line in enumerate(code.splitlines(), 1):
        for name in USED.findall(line):
            header = HEADER_OF.get(name)
            if header and header not in standard:
                yield f"{file}:{number}: std::{name} without <{header}> (another file of the same compilation hides that)"


def missing_own(file, code, tree, homes):
    reached = tree.reached(file) | {file}
    declared = set(re.findall(r"\b(?:struct|class|enum class)\s+(\w+)\s*;", "\n".join(
        [code] + [tree.text[h] for h in reached if h in tree.text])))
    parameters = set(re.findall(r"[<,] *(?:class|typename) (\w+)", code))
    words = set(WORD.findall(OF_PACKAGES.sub("", code))) - parameters
    for name in sorted(words & homes.keys() - declared):
        if not homes[name] & reached:
            number = 1 + code.count("\n", 0, re.search(rf"\b{name}\b", code).start())
            yield f"{file}:{number}: {name} without {sorted(homes[name])[0]} (another file of the same compilation hides that)"


def check_missing_includes(root):
    tree = Tree(root)
    homes = homes_of_types(tree)
    for file, text in tree.text.items():
        code = re.sub(r"(?m)^[ \t]*#.*$", "", blank(text, strings=True))
        yield from missing_standard(file, code, tree)
        yield from missing_own(file, code, tree, homes)
