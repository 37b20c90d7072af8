// See hdf5_file.h. Follows the netCDF-4 convention for HDF5: "NetCDF-4 file format specification",
// appendix C of the netCDF user's guide. Long, because HDF5 is called nowhere else.
#include "sim/results/hdf5_file.h"

#include <hdf5.h>
#include <hdf5_hl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <limits>
#include <mutex>
#include <nlohmann/json.hpp>

#include "fanfare/expects.h"

namespace fanfare {

namespace {

// The library may have been built without locks of its own.
std::recursive_mutex& library() {
  static std::recursive_mutex mutex;
  static thread_local const bool quiet = [] {
    // Errors become exceptions, not prints; each thread has a stack of them.
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    return true;
  }();
  static_cast<void>(quiet);
  return mutex;
}

// The first (innermost) reason on HDF5's error stack.
std::string reason() {
  std::string text;
  H5Ewalk2(
      H5E_DEFAULT, H5E_WALK_UPWARD,
      [](unsigned, const H5E_error2_t* error, void* out) -> herr_t {
        auto& first = *static_cast<std::string*>(out);
        if (first.empty() && error->desc != nullptr) first = error->desc;
        return 0;
      },
      &text);
  return text.empty() ? "no reason given" : text;
}

// A handle that is closed by the function that suits it.
class Handle {
 public:
  Handle() = default;
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {
    if (id < 0) throw InputError("HDF5: " + reason());
  }
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() { reset(); }
  void reset() {
    if (id_ >= 0) close_(id_);
    id_ = -1;
  }
  operator hid_t() const { return id_; }

 private:
  hid_t id_ = -1;
  herr_t (*close_)(hid_t) = nullptr;
};

void check(herr_t status) {
  if (status < 0) throw InputError("HDF5: " + reason());
}

Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  check(H5Tset_size(type, H5T_VARIABLE));
  check(H5Tset_cset(type, H5T_CSET_UTF8));
  return type;
}

template <class T>
Handle type_of() {
  if constexpr (std::is_same_v<T, std::string>) return text_type();
  if constexpr (std::is_same_v<T, double>) return {H5Tcopy(H5T_NATIVE_DOUBLE), H5Tclose};
  if constexpr (std::is_same_v<T, std::int64_t>) return {H5Tcopy(H5T_NATIVE_INT64), H5Tclose};
  if constexpr (std::is_same_v<T, std::uint8_t>) return {H5Tcopy(H5T_NATIVE_UINT8), H5Tclose};
}

// Paths and command lines may hold any bytes, but readers stop at what is not UTF-8.
std::string utf8(const std::string& text) {
  using nlohmann::json;
  return json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
}

std::vector<const char*> pointers(const std::vector<std::string>& texts) {
  std::vector<const char*> out(texts.size());
  std::transform(texts.begin(), texts.end(), out.begin(), [](const std::string& s) { return s.c_str(); });
  return out;
}

// Calls f(pointer to what HDF5 takes for these values).
template <class T, class F>
void with_memory(const std::vector<T>& values, F&& f) {
  if constexpr (std::is_same_v<T, std::string>) {
    std::vector<std::string> clean(values.size());
    std::transform(values.begin(), values.end(), clean.begin(), utf8);
    f(static_cast<const void*>(pointers(clean).data()));
  } else {
    f(static_cast<const void*>(values.data()));
  }
}

std::size_t length(const StoredValues& values) {
  return std::visit([](const auto& v) { return v.size(); }, values);
}
bool is_text(const StoredValues& values) { return std::holds_alternative<std::vector<std::string>>(values); }

void write_attribute(hid_t object, const std::string& name, const StoredValues& values) {
  std::visit(
      [&]<class T>(const std::vector<T>& v) {
        const hsize_t n = v.size();
        const bool scalar = n == 1 && !std::is_same_v<T, std::uint8_t>;
        const Handle space(scalar ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &n, nullptr), H5Sclose);
        const Handle type = type_of<T>();
        const Handle attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT),
                               H5Aclose);
        with_memory(v, [&](const void* memory) { check(H5Awrite(attribute, type, memory)); });
      },
      values);
}

void write_attributes(hid_t object, const StoredAttributes& attributes) {
  for (const auto& [name, values] : attributes) write_attribute(object, name, values);
}

// About 1 MiB in row-major order: whole trailing axes, then as many rows as fit.
std::vector<hsize_t> chunk_shape(const std::vector<hsize_t>& shape) {
  constexpr hsize_t kCells = (hsize_t{1} << 20) / sizeof(double);
  std::vector<hsize_t> chunk(shape.size());
  hsize_t room = kCells;
  for (std::size_t i = shape.size(); i-- > 0;) {
    chunk[i] = std::clamp<hsize_t>(shape[i], 1, std::max<hsize_t>(room, 1));
    room /= chunk[i];
  }
  return chunk;
}

struct DatasetLayout {
  std::vector<hsize_t> shape;
  std::vector<bool> unlimited;
  bool text = false;

  bool grows() const { return std::find(unlimited.begin(), unlimited.end(), true) != unlimited.end(); }
};

Handle space_of(const DatasetLayout& layout) {
  if (layout.shape.empty()) return {H5Screate(H5S_SCALAR), H5Sclose};
  std::vector<hsize_t> most = layout.shape;
  for (std::size_t i = 0; i < most.size(); ++i)
    if (layout.unlimited[i]) most[i] = H5S_UNLIMITED;
  return {H5Screate_simple(static_cast<int>(layout.shape.size()), layout.shape.data(), most.data()),
          H5Sclose};
}

Handle creation_of(const DatasetLayout& layout) {
  Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  check(H5Pset_obj_track_times(list, false));
  check(H5Pset_attr_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  const bool filters = !layout.text && !layout.shape.empty();
  if (!filters && !layout.grows()) return list;
  const auto chunk = chunk_shape(layout.shape);
  check(H5Pset_chunk(list, static_cast<int>(chunk.size()), chunk.data()));
  if (layout.text) return list;  // filters would see pointers, not letters
  check(H5Pset_shuffle(list));
  check(H5Pset_deflate(list, 4));
  return list;
}

// Doubles that were never written read as NaN, as the `_FillValue` attribute says.
void set_fill(hid_t list, const StoredValues& values) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
  if (std::holds_alternative<std::vector<double>>(values))
    check(H5Pset_fill_value(list, H5T_NATIVE_DOUBLE, &nan));
  if (std::holds_alternative<std::vector<std::int64_t>>(values))
    check(H5Pset_fill_value(list, H5T_NATIVE_INT64, &lowest));
}

// What is turned on the way (words) passes through two buffers that the library clears whole: as large as `values`
// need, and at most of its usual size, a megabyte, which costs a short list a hundred times its own time.
Handle transfer_of(std::size_t values) {
  constexpr std::size_t kEach = 64, kLeast = 4096, kUsual = std::size_t{1} << 20;  // bytes; types are smaller
  Handle list(H5Pcreate(H5P_DATASET_XFER), H5Pclose);
  check(H5Pset_buffer(list, std::clamp(std::min(values, kUsual) * kEach, kLeast, kUsual), nullptr, nullptr));
  return list;
}

Handle write_dataset(hid_t group, const std::string& name, const DatasetLayout& layout,
                     const StoredValues& values) {
  return std::visit(
      [&]<class T>(const std::vector<T>& v) {
        const Handle type = type_of<T>();
        const Handle list = creation_of(layout);
        set_fill(list, values);
        const Handle space = space_of(layout);
        Handle dataset(H5Dcreate2(group, name.c_str(), type, space, H5P_DEFAULT, list, H5P_DEFAULT),
                       H5Dclose);
        if (!v.empty())
          with_memory(v, [&](const void* memory) {
            check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, transfer_of(v.size()), memory));
          });
        return dataset;
      },
      values);
}

std::pair<std::string, std::string> folder_and_name(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return {"", path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

Handle file_access() {
  Handle list(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  check(H5Pset_libver_bounds(list, H5F_LIBVER_V18, H5F_LIBVER_V18));  // what old readers read too
  return list;
}

}  // namespace

namespace {

// The memory in which a file is built, handed over when HDF5 closes it. (With HDF5 1.10.8 the image that
// H5Fget_file_image gives of an open file does not open again: a metadata checksum does not fit.)
struct ImageMemory {
  std::size_t size = 0;
  std::vector<std::byte> closed;

  static void* allocate(std::size_t size, H5FD_file_image_op_t, void* self) {
    static_cast<ImageMemory*>(self)->size = size;
    return std::malloc(size);
  }
  static void* resize(void* old, std::size_t size, H5FD_file_image_op_t, void* self) {
    static_cast<ImageMemory*>(self)->size = size;
    return std::realloc(old, size);
  }
  static herr_t release(void* memory, H5FD_file_image_op_t when, void* self) {
    auto& image = *static_cast<ImageMemory*>(self);
    const auto* bytes = static_cast<const std::byte*>(memory);
    if (when == H5FD_FILE_IMAGE_OP_FILE_CLOSE) image.closed.assign(bytes, bytes + image.size);
    std::free(memory);
    return 0;
  }
  H5FD_file_image_callbacks_t callbacks() {
    return {allocate,
            nullptr,
            resize,
            release,
            [](void* self) { return self; },
            [](void*) -> herr_t { return 0; },
            this};
  }
};

}  // namespace

struct Hdf5Image::State {
  std::unique_lock<std::recursive_mutex> lock{library()};
  ImageMemory memory;
  Handle file;

  Handle open_group(const std::string& path) const {
    return {H5Gopen2(file, ("/" + path).c_str(), H5P_DEFAULT), H5Gclose};
  }
};

Hdf5Image::Hdf5Image() : state_(std::make_unique<State>()) {
  const Handle access = file_access();
  check(H5Pset_fapl_core(access, std::size_t{1} << 20, false));
  auto callbacks = state_->memory.callbacks();
  check(H5Pset_file_image_callbacks(access, &callbacks));
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  check(H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  check(H5Pset_attr_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  check(H5Pset_obj_track_times(creation, false));
  state_->file = Handle(H5Fcreate("in memory", H5F_ACC_TRUNC, creation, access), H5Fclose);
}

Hdf5Image::~Hdf5Image() = default;

void Hdf5Image::group(const std::string& path) {
  if (path.empty() || H5Lexists(state_->file, path.c_str(), H5P_DEFAULT) > 0) return;
  group(folder_and_name(path).first);
  const Handle creation(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
  check(H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  check(H5Pset_attr_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  check(H5Pset_obj_track_times(creation, false));
  const Handle made(H5Gcreate2(state_->file, path.c_str(), H5P_DEFAULT, creation, H5P_DEFAULT), H5Gclose);
}

void Hdf5Image::attributes(const std::string& path, const StoredAttributes& attributes) {
  group(path);
  write_attributes(state_->open_group(path), attributes);
}

void Hdf5Image::scale(const std::string& group_path, const StoredScale& scale) {
  group(group_path);
  // An axis of nothing must be unlimited: netCDF knows no other axis of length 0.
  const DatasetLayout layout{
      {length(scale.values)}, {scale.unlimited || length(scale.values) == 0}, is_text(scale.values)};
  const Handle dataset = write_dataset(state_->open_group(group_path), scale.name, layout, scale.values);
  check(H5DSset_scale(dataset, scale.name.c_str()));
  write_attributes(dataset, scale.attributes);
}

void Hdf5Image::array(const StoredArray& array) {
  const auto [group_path, name] = folder_and_name(array.path);
  group(group_path);
  const Handle parent = state_->open_group(group_path);
  DatasetLayout layout{{}, {}, is_text(array.values)};
  std::vector<Handle> scales;
  std::size_t cells = 1;
  for (const std::string& dimension : array.dimensions) {
    Handle scale(H5Dopen2(parent, dimension.c_str(), H5P_DEFAULT), H5Dclose);
    const Handle space(H5Dget_space(scale), H5Sclose);
    hsize_t size = 0;
    hsize_t most = 0;
    H5Sget_simple_extent_dims(space, &size, &most);
    layout.shape.push_back(size);
    cells *= size;
    layout.unlimited.push_back(most == H5S_UNLIMITED);
    scales.push_back(std::move(scale));
  }
  expects(length(array.values) == cells, ("'" + array.path + "' has a value for each cell").c_str());
  const Handle dataset = write_dataset(parent, name, layout, array.values);
  for (std::size_t i = 0; i < scales.size(); ++i)
    check(H5DSattach_scale(dataset, scales[i], static_cast<unsigned>(i)));
  write_attributes(dataset, array.attributes);
}

namespace {

// The memory is rounded up; the file's true end stands in its superblock (HDF5 file format 3.0, II.A).
std::uint64_t end_of_file(std::span<const std::byte> image) {
  constexpr std::size_t kVersion = 8;
  constexpr std::size_t kEnd = 28;
  expects(image.size() > kEnd + sizeof(std::uint64_t) && image[kVersion] == std::byte{2},
          "HDF5 hands over a file with superblock 2");
  std::uint64_t end = 0;
  std::memcpy(&end, image.data() + kEnd, sizeof end);
  return end;
}

}  // namespace

std::vector<std::byte> Hdf5Image::finish() {
  check(H5Fflush(state_->file, H5F_SCOPE_GLOBAL));
  state_->file.reset();
  auto& bytes = state_->memory.closed;
  const std::uint64_t end = end_of_file(bytes);
  expects(end <= bytes.size(), "HDF5 hands over the whole file");
  bytes.resize(end);
  return std::move(bytes);
}

namespace {

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
  const Handle type = text_type();
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
  const Handle type = type_of<T>();
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
  std::unique_lock<std::recursive_mutex> lock{library()};
  std::string path;
  Handle file;

  Handle dataset(const std::string& at) const {
    const hid_t id = H5Dopen2(file, at.c_str(), H5P_DEFAULT);
    if (id < 0) throw InputError(path + ": has no '" + at + "' (" + reason() + ")");
    return {id, H5Dclose};
  }
  std::vector<std::string> members(const std::string& group, H5O_type_t kind) const;
};

Hdf5Source::Hdf5Source(const std::filesystem::path& path) : state_(std::make_unique<State>()) {
  state_->path = path.string();
  const htri_t ours = H5Fis_hdf5(path.c_str());
  if (ours <= 0) throw InputError(state_->path + ": is not an HDF5 file");
  const Handle access = file_access();
  check(H5Pset_file_locking(access, false, true));  // files are only replaced whole; some disks can't lock
  const hid_t id = H5Fopen(path.c_str(), H5F_ACC_RDONLY, access);
  if (id < 0) throw InputError(state_->path + ": can't be read (" + reason() + ")");
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
  const Handle transfer = transfer_of(cells_of(space));
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
  return {folder_and_name(path).second, std::move(as_array.values), false, std::move(as_array.attributes)};
}

StoredAttributes Hdf5Source::attributes(const std::string& path) const {
  const Handle at(H5Oopen(state_->file, ("/" + path).c_str(), H5P_DEFAULT), H5Oclose);
  return read_attributes(at);
}

std::string hdf5_version() {
  const std::lock_guard lock(library());
  unsigned major = 0;
  unsigned minor = 0;
  unsigned release = 0;
  check(H5get_libversion(&major, &minor, &release));
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(release);
}

pid_t fork_with_hdf5_at_rest() {
  library().lock();
  const pid_t child = ::fork();
  if (child == 0)
    new (&library()) std::recursive_mutex;  // a thread of the parent owns the copied one
  else
    library().unlock();
  return child;
}

}  // namespace fanfare
