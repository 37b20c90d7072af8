// A results file as what is in it, so that it can be changed and written again: HDF5 that is in order, with
// content that is not. Bytes that are out of order are another matter: HDF5 itself crashes on some.
#pragma once

#include <string>
#include <vector>

#include "sim/results/hdf5_file.h"
#include "tests/attack/fuzz/targets.h"

namespace fanfare::fuzz {

struct Content {
  struct Group {
    std::string path;
    StoredAttributes attributes;
  };
  struct Scale {
    std::string group;
    StoredScale stored;
  };
  std::vector<Group> groups;
  std::vector<Scale> scales;
  std::vector<StoredArray> arrays;
};

// Of a run and of a study of some days of scenarios/tiny.yaml, made once.
const Content& content_of_a_run();
const Content& content_of_a_study();

// Changes one after the other, each some bytes of the input: something left out, renamed, retyped, resized,
// given another axis or another value.
void change(Content& content, Bytes how);

// A file of it, sealed. Errors: InputError where HDF5 has no room for it (a name used twice).
std::vector<std::byte> file_of(const Content& content);

}  // namespace fanfare::fuzz
