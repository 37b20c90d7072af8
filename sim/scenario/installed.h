// Where `cmake --install` put what is no program, seen from the program.
#pragma once

#include <filesystem>
#include <string>

namespace fanfare {

// PREFIX/share/fanfare/`inside` of a program in PREFIX/bin, there or not; empty where the program's own path isn't known.
std::filesystem::path installed(const std::string& inside);

// "scenarios" here, as in a checkout, else the installed ones; the former where neither is there.
std::filesystem::path scenarios_folder();

}  // namespace fanfare
