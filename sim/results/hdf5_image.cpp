// Builds a file. Follows the netCDF-4 convention for HDF5: "NetCDF-4 file format specification", appendix C of the netCDF
// user's guide.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>

#include "fanfare/expects.h"
#include "sim/results/hdf5_file.h"
#include "sim/results/hdf5_handle.h"

namespace fanfare {

namespace {

using hdf5::check, hdf5::Handle;

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
        const Handle type = hdf5::type_of<T>();
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

Handle write_dataset(hid_t group, const std::string& name, const DatasetLayout& layout,
                     const StoredValues& values) {
  return std::visit(
      [&]<class T>(const std::vector<T>& v) {
        const Handle type = hdf5::type_of<T>();
        const Handle list = creation_of(layout);
        set_fill(list, values);
        const Handle space = space_of(layout);
        Handle dataset(H5Dcreate2(group, name.c_str(), type, space, H5P_DEFAULT, list, H5P_DEFAULT),
                       H5Dclose);
        if (!v.empty())
          with_memory(v, [&](const void* memory) {
            check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, hdf5::transfer_of(v.size()), memory));
          });
        return dataset;
      },
      values);
}

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
  std::unique_lock<std::recursive_mutex> lock{hdf5::library()};
  ImageMemory memory;
  Handle file;

  Handle open_group(const std::string& path) const {
    return {H5Gopen2(file, ("/" + path).c_str(), H5P_DEFAULT), H5Gclose};
  }
};

Hdf5Image::Hdf5Image() : state_(std::make_unique<State>()) {
  const Handle access = hdf5::file_access();
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
  group(hdf5::folder_and_name(path).first);
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
  const auto [group_path, name] = hdf5::folder_and_name(array.path);
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

}  // namespace fanfare
