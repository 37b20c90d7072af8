// HDF5's handles, types and lists, as the files of hdf5_file need them; included nowhere else. Whoever calls holds the
// library's lock.
#pragma once

#include <hdf5.h>
#include <hdf5_hl.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <type_traits>
#include <utility>

namespace fanfare::hdf5 {

// The library may have been built without locks of its own.
std::recursive_mutex& library();

// The first (innermost) reason on HDF5's error stack.
std::string reason();
// Errors: InputError with that reason.
void check(herr_t status);

// A handle that is closed by the function that suits it.
class Handle {
 public:
  Handle() = default;
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {
    if (id < 0) check(-1);
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

Handle text_type();

template <class T>
Handle type_of() {
  if constexpr (std::is_same_v<T, std::string>) return text_type();
  if constexpr (std::is_same_v<T, double>) return {H5Tcopy(H5T_NATIVE_DOUBLE), H5Tclose};
  if constexpr (std::is_same_v<T, std::int64_t>) return {H5Tcopy(H5T_NATIVE_INT64), H5Tclose};
  if constexpr (std::is_same_v<T, std::uint8_t>) return {H5Tcopy(H5T_NATIVE_UINT8), H5Tclose};
}

// What is turned on the way (words) passes through two buffers that the library clears whole: as large as `values`
// need, and at most of its usual size, a megabyte, which costs a short list a hundred times its own time.
Handle transfer_of(std::size_t values);
Handle file_access();

// "ledger/balance": of which group, and what it is called there.
std::pair<std::string, std::string> folder_and_name(const std::string& path);

}  // namespace fanfare::hdf5
