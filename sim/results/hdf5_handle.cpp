// See hdf5_handle.h.
#include "sim/results/hdf5_handle.h"

#include <unistd.h>

#include <algorithm>

#include "fanfare/expects.h"
#include "sim/results/hdf5_file.h"

namespace fanfare {
namespace hdf5 {

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

void check(herr_t status) {
  if (status < 0) throw InputError("HDF5: " + reason());
}

Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  check(H5Tset_size(type, H5T_VARIABLE));
  check(H5Tset_cset(type, H5T_CSET_UTF8));
  return type;
}

Handle transfer_of(std::size_t values) {
  constexpr std::size_t kEach = 64, kLeast = 4096, kUsual = std::size_t{1} << 20;  // bytes; types are smaller
  Handle list(H5Pcreate(H5P_DATASET_XFER), H5Pclose);
  check(H5Pset_buffer(list, std::clamp(std::min(values, kUsual) * kEach, kLeast, kUsual), nullptr, nullptr));
  return list;
}

Handle file_access() {
  Handle list(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  check(H5Pset_libver_bounds(list, H5F_LIBVER_V18, H5F_LIBVER_V18));  // what old readers read too
  return list;
}

std::pair<std::string, std::string> folder_and_name(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return {"", path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

}  // namespace hdf5

std::string hdf5_version() {
  const std::lock_guard lock(hdf5::library());
  unsigned major = 0;
  unsigned minor = 0;
  unsigned release = 0;
  hdf5::check(H5get_libversion(&major, &minor, &release));
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(release);
}

pid_t fork_with_hdf5_at_rest() {
  hdf5::library().lock();
  const pid_t child = ::fork();
  if (child == 0)
    new (&hdf5::library()) std::recursive_mutex;  // a thread of the parent owns the copied one
  else
    hdf5::library().unlock();
  return child;
}

}  // namespace fanfare
