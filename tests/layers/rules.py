# The layer table of docs/architecture.md as data: who may include what, and which words may not appear where.
# It decides nothing about how code is read; scan.py does that.

STANDARD = set("""
algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits
clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint
cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution filesystem format forward_list fstream
functional future initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map memory
memory_resource mutex new numbers numeric optional ostream queue random ranges ratio regex scoped_allocator semaphore
set shared_mutex source_location span sstream stack stdexcept stop_token streambuf string string_view syncstream
system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector
version
""".split())

# Threads, clocks, files and generators: what a model must not be able to reach.
OUT_OF_A_MODELS_REACH = set("""
atomic barrier chrono condition_variable csignal cstdio ctime execution filesystem fstream future iomanip iostream
istream latch mutex ostream random semaphore shared_mutex sstream stop_token streambuf syncstream thread
""".split())

LIBRARIES = {  # word of the messages → how its includes begin
    "TBB": ("tbb/", "oneapi/"),
    "MPI": ("mpi.h", "mpi-ext.h", "mpi/"),
    "HDF5": ("hdf5.h", "hdf5_hl.h", "H5", "hdf5/"),
    "yaml-cpp": ("yaml-cpp/",),
    "Eigen": ("Eigen/", "unsupported/Eigen/"),
    "Random123": ("Random123/",),
    "Boost": ("boost/",),
    "CLI11": ("CLI/",),
    "fmt": ("fmt/",),
    "spdlog": ("spdlog/",),
    "nlohmann-json": ("nlohmann/",),
    "OpenSSL": ("openssl/",),
    "zlib": ("zlib.h",),
    "NLopt": ("nlopt.h",),
    "zstd": ("zstd.h",),
    "vector intrinsics": ("immintrin.h", "emmintrin.h", "x86intrin.h", "arm_neon.h"),
    "POSIX": ("sys/", "gnu/", "unistd.h", "fcntl.h", "sched.h", "signal.h", "termios.h", "pthread.h", "dirent.h", "poll.h"),
    "build info": ("fanfare_build_info.h",),
}

# Programs as one would write them in an afternoon, which an engine is held against: they draw and compute as they like.
YARDSTICKS = ("sim/bench/plain_sis.cpp", "sim/bench/plain_feed.cpp")

LAYERS = {
    "include/fanfare": {
        "may": {"fanfare/", "Eigen"},
        "std_except": {"random"},
        "only_in": {"Boost": {"include/fanfare/graph_bgl.h"}, "POSIX": {"include/fanfare/memory.h"},
                    "vector intrinsics": {"include/fanfare/philox_batch.h", "include/fanfare/intrinsics.h"}},
    },
    "models": {
        "may": {"fanfare/", "models/", "Eigen"},
        "std_except": OUT_OF_A_MODELS_REACH,
        "only_in": {},
    },
    "sim": {
        "may": {"fanfare/", "sim/", "TBB", "MPI", "HDF5", "yaml-cpp", "Eigen", "Boost", "CLI11", "fmt",
                "spdlog", "nlohmann-json", "OpenSSL", "zlib", "zstd", "NLopt", "POSIX", "build info"},
        "std_except": {"random"},
        "std_only_in": {"random": YARDSTICKS},
        "only_in": {"CLI11": {"sim/cli/"}},
    },
}

# The rooms of a model that has several, from the ground up: a file includes its own room and those before it, never
# one after it. `name.` is a file beside the rooms.
FLOORS = {
    "models/fan_economy/": ["keys/", "state/", "world.", "people/", "content/", "sample/", "feed/", "attention/", "market/",
                            "hiring/", "events/", "mechanisms/", "measure/", "phases/", "mechanisms.", "catalogue.", "fan_economy.", "walk.", "tables.",
                            "questions.", "templates."],
}

# The same between folders of sim that build on each other; the other folders are not asked.
STOREYS = {"sim/": ["words/", "judge/", "say/", "report/", "study/", "cli/"]}

# What a model is about, sim does not know: these words stand in no identifier and no string of it (comments are free).
# They are looked for as whole words of names (`hired_by_brand` has brand), in any form of singular and plural.
WORDS_OF_MODELS = set("""
advert affiliate awareness brand buyer campaign celebrity commission consumer contribution creator customer douyin
engagement fandom fee feed funnel gini impression influencer kol koc livestream merchandise platform purchase refund revenue
roi sale scandal sentiment shop shopper spend sponsor sponsored ugc unspent voice yuan
meme humans opinion epidemic infected rumour song
""".split())
WORDS_ELSEWHERE = {  # file or folder: the words that it may use, or None for all
    "sim/bench/": None,       # times named models
    "sim/validation/": None,  # runs studies of named models
    "sim/cli/main.cpp": None,  # says what the program is for
    "sim/cli/bench_verb.cpp": None,  # names what can be timed
    "sim/mix/": {"spend", "revenue", "impression", "sale"},  # names of columns that other programs read
    # WorkDone of include/fanfare/model.h counts impressions: what models do, whatever they are about.
    "sim/run.cpp": {"impression"},
    "sim/study/progress": {"impression"},
    "sim/cli/progress_sinks.cpp": {"impression"},
}

# Each of these is known to one file of sim; everyone else speaks through it.
ONE_FILE = ("TBB", "MPI", "HDF5", "yaml-cpp")

# What libm computes differs between machines; what reaches state comes from fmath.h. Statistics of results are no
# state and may use libm.
TRANSCENDENTAL = """exp exp2 expm1 log log2 log10 log1p pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh
atanh cbrt hypot erf erfc tgamma lgamma""".split()
STATE_FOLDERS = ("include/fanfare/", "models/", "sim/")
STATISTICS = ("sim/words/", "sim/judge/", "sim/say/", "sim/study/", "sim/results/", "sim/cli/", "sim/report/", "sim/bench/",
              "sim/emulate/", "sim/calibrate/", "sim/optimize/", "sim/forecast/", "sim/sensitivity/", "sim/power/",
              "sim/graph/graph_stats", "sim/graph/tail_fit")
FMATH = ("include/fanfare/fmath",)

# (pattern, where, reason). Looked for outside comments and strings, and not in YARDSTICKS.
FORBIDDEN = [
    (r"\b(?:std::)?(?:rand|srand|rand_r|drand48|random_device|mt19937(?:_64)?|default_random_engine)\b\s*[({]?",
     ("include/fanfare/", "models/", "sim/"), "draws come from fanfare/rng.h"),
    (r"\bstd::(?:reduce|transform_reduce|execution)\b", ("include/fanfare/", "models/", "sim/"),
     "the order of a sum is written down"),
    (r"\b(?:std::)?(?:time|clock|gettimeofday|clock_gettime)\s*\(", ("include/fanfare/", "models/"),
     "a model has no clock"),
    (r"\bthread_local\b", ("models/",), "a model has no threads"),
    (r"\bdraws\(Draw::\w+\)\s*\.\s*(?:words|uniform|chance|normal|below)\b", ("models/fan_economy/",),
     "a decision has its function in keys/draws.h, so that no two meet in one word"),
    (r"#\s*pragma\s+(?:GCC\s+optimize|omp|STDC\s+FP_CONTRACT)|__attribute__\s*\(\(\s*optimize",
     ("include/fanfare/", "models/", "sim/"), "flags are the build's, the same for every file"),
]

# Iterating one would put its order into a result: whoever uses one says on the line that it is `never iterated`.
UNORDERED = (r"\bstd::unordered_(?:map|set|multimap|multiset)\b", ("include/fanfare/", "models/", "sim/graph/"))

FORBIDDEN_FLAGS = ("-ffast-math", "-Ofast", "-funsafe-math-optimizations", "-fassociative-math", "-freciprocal-math",
                   "-ffinite-math-only", "-fno-signed-zeros", "-ffp-contract=fast", "-ffp-contract=on",
                   "-fsingle-precision-constant", "-mfpmath=387", "-ffp-model=fast", "-menable-unsafe-fp-math")
FLAG_FILES = ("CMakeLists.txt", "CMakePresets.json", "cmake/**/*", "tests/**/CMakeLists.txt", "tests/**/*.cmake", "*.sh",
              ".ci/*")
