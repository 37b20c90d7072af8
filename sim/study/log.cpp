// The only file that knows the logging library.
#include "sim/study/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "fanfare/expects.h"

namespace fanfare {

struct Log::Sink {
  spdlog::logger logger;
};

Log::Log() = default;
Log::~Log() = default;
Log::Log(Log&&) noexcept = default;
Log& Log::operator=(Log&&) noexcept = default;

Log::Log(const std::filesystem::path& path, Verbosity verbosity) {
  // Appending follows links and waits for the other end of a pipe.
  const auto there = std::filesystem::symlink_status(path).type();
  if (there != std::filesystem::file_type::not_found && there != std::filesystem::file_type::regular)
    throw InputError(path.string() + ": can't be written (it is no regular file) remove it");
  try {
    std::vector<spdlog::sink_ptr> sinks = {
        std::make_shared<spdlog::sinks::basic_file_sink_mt>(path.string())};
    if (verbosity == Verbosity::verbose) sinks.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    sink_ = std::make_unique<Sink>(Sink{spdlog::logger("fanfare", sinks.begin(), sinks.end())});
  } catch (const spdlog::spdlog_ex& error) {
    throw InputError(path.string() + ": can't be written (" + error.what() +
                     ") choose another folder with --out");
  }
  sink_->logger.set_pattern("%Y-%m-%d %H:%M:%S.%e %l %v");
  sink_->logger.flush_on(spdlog::level::info);
  // A log line that can't be written must not end a run that can.
  sink_->logger.set_error_handler([](const std::string&) {});
}

void Log::info(std::string_view text) {
  if (sink_) sink_->logger.info(text);
}

void Log::error(std::string_view text) {
  if (sink_) sink_->logger.error(text);
}

}  // namespace fanfare
