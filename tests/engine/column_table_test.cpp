// A column's one line is all that it takes: room, archive and fingerprint follow from it, in the order of the
// lines.
#include "fanfare/column_table.h"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "tests/engine/memory_archive.h"

namespace fanfare::column_table_test {
namespace {

struct Rows {
  ColumnTable table;
  Described<std::uint8_t> mood{table, {"mood", "1", "one a row"}};
  Described<std::uint16_t> touch{table, {"touch", "1", "one a brand"}, RowWidth::by(1)};
  DescribedLists<std::uint32_t> orders{table, {"orders", "1", "as many as there are"}};
  Described<std::int32_t> slots{table, {"slots", "1", "three a row"}, RowWidth::of(3)};
};

TEST(ColumnTable, makes_room_by_each_columns_own_line) {
  Rows rows;
  rows.table.make_room(Partition::whole(kBlockRows + 10), std::array<std::uint32_t, 2>{7, 4});
  EXPECT_EQ(rows.mood.size(), kBlockRows + 10);
  EXPECT_EQ(rows.touch.width(), 4u);
  EXPECT_EQ(rows.slots.width(), 3u);
  EXPECT_EQ(rows.orders.blocks(), 2u);
}

// What every archive meets, be it the fingerprint's, a checkpoint's or the scales: name, kind and bytes.
class Meets final : public Archive {
 public:
  std::string said;
  void graph(const StateName&, FollowGraph&) override { said += "a graph"; }

 private:
  void do_owned(const StateName& name, std::span<std::byte> rows, std::size_t row_bytes) override {
    said += std::string(name.name) + " " + std::to_string(rows.size() / row_bytes) + "*" +
            std::to_string(row_bytes) + " ";
  }
  void do_lists(const StateName& name, std::size_t record_bytes, const ReadList& read,
                const WriteList&) override {
    said += std::string(name.name) + " list " + std::to_string(read(BlockId(1)).size() / record_bytes) + "*" +
            std::to_string(record_bytes) + " ";
  }
  void do_shared(const StateName& name, std::size_t, const Open&) override {
    said += std::string(name.name) + " shared ";
  }
};

TEST(ColumnTable, shows_an_archive_each_line_in_its_order) {
  Rows rows;
  rows.table.make_room(Partition::whole(kBlockRows + 10), std::array<std::uint32_t, 2>{7, 4});
  rows.orders[BlockId(1)] = {5, 6, 7};
  Meets archive;
  rows.table.walk(archive);
  const std::string count = std::to_string(kBlockRows + 10);
  EXPECT_EQ(archive.said,
            "mood " + count + "*1 touch " + count + "*8 orders list 3*4 slots " + count + "*12 ");
}

struct Plain {
  ColumnTable table;
  Described<std::uint8_t> mood{table, {"mood", "1", "one a row"}};
  Described<std::int32_t> slots{table, {"slots", "1", "as many as there are brands"}, RowWidth::by(0)};

  Plain() { table.make_room(Partition::whole(20), std::array<std::uint32_t, 1>{3}); }
};

TEST(ColumnTable, gives_back_what_an_archive_kept) {
  Plain rows, again;
  rows.mood[AccountId(3)] = 9;
  rows.slots.row(AccountId(19))[2] = -4;
  test::Saved saved;
  test::MemoryArchive keeping(saved, test::MemoryArchive::Does::save),
      loading(saved, test::MemoryArchive::Does::load);
  rows.table.walk(keeping);
  again.table.walk(loading);
  EXPECT_EQ(again.mood[AccountId(3)], 9);
  EXPECT_EQ(again.slots.row(AccountId(19))[2], -4);
}

struct Optional {
  ColumnTable table;
  Described<std::uint8_t> mood{table, {"mood", "1", "one a row"}};
  Described<std::uint8_t> marks{table, {"marks", "1", "where there are marks"}, RowWidth::if_any(0)};

  explicit Optional(std::uint32_t marked) {
    table.make_room(Partition::whole(20), std::array<std::uint32_t, 1>{marked});
  }
  std::size_t named() {
    test::Saved saved;
    test::MemoryArchive keeping(saved, test::MemoryArchive::Does::save);
    table.walk(keeping);
    return saved.size();
  }
};

TEST(ColumnTable, leaves_out_an_optional_column_of_no_width_name_and_all) {
  EXPECT_EQ(Optional(0).named(), 1u);
  EXPECT_EQ(Optional(2).named(), 2u);
  EXPECT_EQ(Optional(2).marks.width(), 2u);
}

}  // namespace
}  // namespace fanfare::column_table_test
