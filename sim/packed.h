// A file that the assembler puts into the program: no generated source, and a megabyte costs no compile time. The build
// names the file (cmake/page.cmake).
#pragma once

// NOLINTNEXTLINE: one word for all tables
#define FANFARE_PACKED(symbol, file)                                                             \
  asm(".pushsection .rodata\n" #symbol ":\n.incbin \"" file "\"\n" #symbol "_end:\n.byte 0\n.popsection\n"); \
  extern "C" const char symbol[];                                                                \
  extern "C" const char symbol##_end[]
