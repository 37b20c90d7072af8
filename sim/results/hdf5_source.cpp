// Reads a file that was built by hdf5_image, or by another program that keeps to its convention.
#include <algorithm>
#include <cstring>
#include <functional>

#include "fanfare/expects.h"
#include "sim/results/hdf5_file.h"
#include "sim/results/hdf5_handle.h"

namespace fanfare {

namespace {

using hdf5::check, hdf5::Handle;

// Words of the file format itself, not of what is stored.
bool is_format_word(const std::string& name) {
  static const char* const kWords[] = {"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"};
  return std::find(std::begin(kWords), std::end(kWords), name) != std::end(kWords);
}

std::size_t cells_of(hid_t space) {
  const ::hssize_t n = H5Sget_simple_extent_npoints(space);
  return n < 0 ? 0 : static_cast<std::size_t>(n);
}

using Read = std::function<herr_t(hid_t type, void* memory)>;

std::vector<std::string> read_text(hid_t space, const Read& read) {
  const Handle type = hdf5::text_type();
  std::vector<char*> raw(cells_of(space), nullptr);
  std::vector<std::string> out;
  if (raw.empty()) return out;
  check(read(type, raw.data()));
  for (const char* text : raw) out.emplace_back(text == nullptr ? "" : text);
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, raw.data());
  return out;
}

template <class T>
std::vector<T> read_numbers(hid_t space, const Read& read) {
  std::vector<T> out(cells_of(space));
  const Handle type = hdf5::type_of<T>();
  if (!out.empty()) check(read(type, out.data()));
  return out;
}

// Whether values of this type are kept by this program, and if so what they are read as.
bool is_known(hid_t type) {
  switch (H5Tget_class(type)) {
    case H5T_FLOAT:
    case H5T_INTEGER: return true;
    case H5T_STRING: return H5Tis_variable_str(type) > 0;
    default: return false;
  }
}

StoredValues read_values(hid_t type, hid_t space, const Read& read) {
  switch (H5Tget_class(type)) {
    case H5T_FLOAT: return read_numbers<double>(space, read);
    case H5T_INTEGER:
      if (H5Tget_size(type) == 1) return read_numbers<std::uint8_t>(space, read);
      return read_numbers<std::int64_t>(space, read);
    default: return read_text(space, read);
  }
}

StoredAttributes read_attributes(hid_t object) {
  std::vector<std::string> names;
  hsize_t at = 0;
  check(H5Aiterate2(
      object, H5_INDEX_CRT_ORDER, H5_ITER_INC, &at,
      [](hid_t, const char* name, const H5A_info_t*, void* out) -> herr_t {
        static_cast<std::vector<std::string>*>(out)->emplace_back(name);
        return 0;
      },
      &names));
  StoredAttributes out;
  for (const std::string& name : names) {
    const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose);
    const Handle type(H5Aget_type(attribute), H5Tclose);
    const Handle space(H5Aget_space(attribute), H5Sclose);
    if (is_format_word(name) || !is_known(type)) continue;
    out.emplace_back(name, read_values(type, space, [&](hid_t as, void* memory) {
                       return H5Aread(attribute, as, memory);
                     }));
  }
  return out;
}

std::string scale_name(hid_t dataset, unsigned axis) {
  std::string name;
  H5DSiterate_scales(
      dataset, axis, nullptr,
      [](hid_t, unsigned, hid_t scale, void* out) -> herr_t {
        char text[256] = {};
        H5DSget_scale_name(scale, text, sizeof text);
        *static_cast<std::string*>(out) = text;
        return 1;
      },
      &name);
  return name;
}

}  // namespace

struct Hdf5Source::State {
  std::unique_lock<std::recursive_mutex> lock{hdf5::library()};
  std::string path;
  Handle file;

  Handle dataset(const std::string& at) const {
    const hid_t id = H5Dopen2(file, at.c_str(), H5P_DEFAULT);
    if (id < 0) throw InputError(path + ": has no '" + at + "' (" + hdf5::reason() + ")");
    return {id, H5Dclose};
  }
  std::vector<std::string> members(const std::string& group, H5O_type_t kind) const;
};

Hdf5Source::Hdf5Source(const std::filesystem::path& path) : state_(std::make_unique<State>()) {
  state_->path = path.string();
  const htri_t ours = H5Fis_hdf5(path.c_str());
  if (ours <= 0) throw InputError(state_->path + ": is not an HDF5 file");
  const Handle access = hdf5::file_access();
  check(H5Pset_file_locking(access, false, true));  // files are only replaced whole; some disks can't lock
  const hid_t id = H5Fopen(path.c_str(), H5F_ACC_RDONLY, access);
  if (id < 0) throw InputError(state_->path + ": can't be read (" + hdf5::reason() + ")");
  state_->file = Handle(id, H5Fclose);
}

Hdf5Source::~Hdf5Source() = default;

bool Hdf5Source::has(const std::string& path) const {
  for (std::size_t slash = path.find('/');; slash = path.find('/', slash + 1)) {
    if (H5Lexists(state_->file, path.substr(0, slash).c_str(), H5P_DEFAULT) <= 0) return false;
    if (slash == std::string::npos) return true;
  }
}

std::vector<std::string> Hdf5Source::State::members(const std::string& group, H5O_type_t kind) const {
  const Handle at(H5Gopen2(file, ("/" + group).c_str(), H5P_DEFAULT), H5Gclose);
  std::vector<std::string> names;
  check(H5Literate(
      at, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr,
      [](hid_t, const char* name, const H5L_info_t*, void* out) -> herr_t {
        static_cast<std::vector<std::string>*>(out)->emplace_back(name);
        return 0;
      },
      &names));
  std::erase_if(names, [&](const std::string& name) {
    H5O_info_t info;
    return H5Oget_info_by_name2(at, name.c_str(), &info, H5O_INFO_BASIC, H5P_DEFAULT) < 0 ||
           info.type != kind;
  });
  return names;
}

std::vector<std::string> Hdf5Source::arrays(const std::string& group) const {
  return state_->members(group, H5O_TYPE_DATASET);
}
std::vector<std::string> Hdf5Source::groups(const std::string& group) const {
  return state_->members(group, H5O_TYPE_GROUP);
}

bool Hdf5Source::is_scale(const std::string& path) const { return H5DSis_scale(state_->dataset(path)) > 0; }

StoredArray Hdf5Source::array(const std::string& path) const {
  const Handle dataset = state_->dataset(path);
  const Handle type(H5Dget_type(dataset), H5Tclose);
  const Handle space(H5Dget_space(dataset), H5Sclose);
  if (!is_known(type))
    throw InputError(state_->path + ": '" + path + "' is of a type that is not written here");
  // deflate packs at most some 1,032 bytes into one; a claim of more would only fill the memory
  if (cells_of(space) / 2048 > H5Dget_storage_size(dataset) + 1)
    throw InputError(state_->path + ": '" + path +
                     "' claims more values than it holds; the file may be damaged");
  StoredArray out;
  out.path = path;
  const int axes = H5Sget_simple_extent_ndims(space);
  const Handle transfer = hdf5::transfer_of(cells_of(space));
  if (H5DSis_scale(dataset) <= 0)
    for (int i = 0; i < axes; ++i) out.dimensions.push_back(scale_name(dataset, static_cast<unsigned>(i)));
  try {
    out.values = read_values(type, space, [&](hid_t as, void* memory) {
      return H5Dread(dataset, as, H5S_ALL, H5S_ALL, transfer, memory);
    });
    out.attributes = read_attributes(dataset);
  } catch (const InputError& error) {
    throw InputError(state_->path + ": '" + path + "' can't be read (" + error.what() +
                     "); the file may be damaged");
  }
  return out;
}

StoredScale Hdf5Source::scale(const std::string& path) const {
  StoredArray as_array = array(path);
  return {hdf5::folder_and_name(path).second, std::move(as_array.values), false, std::move(as_array.attributes)};
}

StoredAttributes Hdf5Source::attributes(const std::string& path) const {
  const Handle at(H5Oopen(state_->file, ("/" + path).c_str(), H5P_DEFAULT), H5Oclose);
  return read_attributes(at);
}

}  // namespace fanfare
