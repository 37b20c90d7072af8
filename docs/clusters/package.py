"""Spack: put this file at packages/fanfare/package.py of a repository of your own, with the address of the sources in `git`,
then `spack install fanfare`."""
from spack.package import *


class Fanfare(CMakePackage):
    """Agent-based simulation of the influencer and fan economy."""

    homepage = "https://example.org/fanfare"
    git = "https://example.org/fanfare.git"

    version("main", branch="main")

    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")
    depends_on("boost+graph+iostreams")
    depends_on("cli11")
    depends_on("eigen")
    depends_on("fmt")
    depends_on("hdf5~mpi")
    depends_on("intel-tbb")
    depends_on("nlohmann-json")
    depends_on("nlopt")
    depends_on("openssl")
    depends_on("spdlog")
    depends_on("yaml-cpp")
    depends_on("zlib")
    depends_on("zstd")
    conflicts("%gcc@:11")

    generator("ninja")

    def cmake_args(self):
        return [self.define("FANFARE_TESTS", self.run_tests), self.define("FANFARE_PAGE", False)]
