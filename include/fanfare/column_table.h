// Columns that know themselves: a member of the state says once what it is called, in what unit, what it
// means and how wide it is, and that line sizes it, saves it and puts it into the fingerprint.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/block_lists.h"
#include "fanfare/columns.h"

namespace fanfare {

// Values of a row: so many, or as many as a dimension of the model has (its brands, its campaigns).
struct RowWidth {
  std::uint32_t count = 1;
  bool is_dimension = false;  // then `count` is the dimension's number
  bool is_optional = false;   // there is no such column where the dimension is 0, not even by name

  static constexpr RowWidth of(std::uint32_t values) { return {values, false}; }
  static constexpr RowWidth by(std::uint32_t dimension) { return {dimension, true}; }
  static constexpr RowWidth if_any(std::uint32_t dimension) { return {dimension, true, true}; }
};

// In the order in which its columns are declared, which is part of the results. It holds pointers to them, so
// it stays where it is.
class ColumnTable {
 public:
  class Entry {
   public:
    Entry(ColumnTable& table, StateName name, RowWidth width) : name_(name), width_(width) {
      table.entries_.push_back(this);
    }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    virtual ~Entry() = default;
    virtual void make_room(const Partition& part, std::uint32_t width) = 0;
    virtual void walk(Archive& archive) = 0;
    const StateName& name() const { return name_; }
    RowWidth row_width() const { return width_; }

   private:
    friend class ColumnTable;
    StateName name_;
    RowWidth width_;
    bool is_there_ = true;
  };

  ColumnTable() = default;
  ColumnTable(const ColumnTable&) = delete;
  ColumnTable& operator=(const ColumnTable&) = delete;

  // All values zero. `dimensions`: sizes, by number.
  void make_room(const Partition& part, std::span<const std::uint32_t> dimensions) {
    for (Entry* entry : entries_) {
      const RowWidth width = entry->row_width();
      const std::uint32_t values = width.is_dimension ? dimensions[width.count] : width.count;
      entry->is_there_ = values > 0 || !width.is_optional;
      entry->make_room(part, values);
    }
  }
  void walk(Archive& archive) {
    for (Entry* entry : entries_)
      if (entry->is_there_) entry->walk(archive);
  }
  std::span<Entry* const> entries() const { return entries_; }

 private:
  std::vector<Entry*> entries_;
};

// A column of a table.
template <class T>
class Described final : public Column<T>, private ColumnTable::Entry {
 public:
  Described(ColumnTable& table, StateName name, RowWidth width = {}) : Entry(table, name, width) {}

 private:
  void make_room(const Partition& part, std::uint32_t width) override;
  void walk(Archive& archive) override;
};

// Lists of a table: as many records as there are, by block.
template <class T>
class DescribedLists final : public BlockLists<T>, private ColumnTable::Entry {
 public:
  // `width`: only whether the lists are there at all.
  DescribedLists(ColumnTable& table, StateName name, RowWidth width = {}) : Entry(table, name, width) {}

 private:
  void make_room(const Partition& part, std::uint32_t width) override;
  void walk(Archive& archive) override;
};

// Outside the classes, so that `extern template class Described<…>` spares all who include a state their compilation.
template <class T>
void Described<T>::make_room(const Partition& part, std::uint32_t width) {
  Column<T>::resize(part, width);
}
template <class T>
void Described<T>::walk(Archive& archive) {
  archive.owned(Entry::name(), static_cast<Column<T>&>(*this));
}
template <class T>
void DescribedLists<T>::make_room(const Partition& part, std::uint32_t) {
  BlockLists<T>::resize(part);
}
template <class T>
void DescribedLists<T>::walk(Archive& archive) {
  archive.lists(Entry::name(), static_cast<BlockLists<T>&>(*this));
}

}  // namespace fanfare
