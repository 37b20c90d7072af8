// The books as a flow. Money goes round (brands pay consumers back, platforms pay creators), so the end
// points of a round stand twice: where money comes from and where it arrives.
#include "sim/report/money.h"

#include <cmath>

namespace fanfare {
namespace {

// Sums over one axis entry at the end, as a mean over replicates; 0 where there is nothing.
double mean_at(const std::optional<Stacked>& s, std::size_t row, std::size_t cell) {
  if (!s || cell >= s->cells()) return 0;
  const Interval x = s->last(row, cell);
  return x.n == 0 ? 0 : x.mean;
}

class Flows {
 public:
  Flows(const Dataset& study, std::size_t row) : study_(study), row_(row) {}

  Json all() {
    brands();
    campaigns();
    const double advertising = mean_at(Stacked::of(study_, "creator_income"), row_, 0) - hired_;
    add("platform", "creators", "ad_share", advertising);
    return std::move(list_);
  }

 private:
  void add(const std::string& from, const std::string& to, const char* what, double amount) {
    if (std::isfinite(amount) && amount > 0) list_.push_back({from, to, what, number_json(amount)});
  }
  double mean(const char* name, std::size_t cell) const {
    return mean_at(Stacked::of(study_, name), row_, cell);
  }

  void brands() {
    const Dimension* axis = study_.dimension("brand");
    for (std::size_t b = 0; axis != nullptr && b < axis->size(); ++b) {
      const std::string brand = "brand " + axis->labels[b];
      const double revenue = mean("revenue", b), refunds = mean("refunds", b), spend = mean("spend", b);
      const double goods = mean("product_cost", b), take = mean("platform_take", b);
      add("consumers", brand, "revenue", revenue);
      add(brand, "refunds", "refunds", refunds);
      add(brand, "goods", "goods", goods);
      add(brand, "campaigns", "spend", spend);
      add(brand, "platform", "take", take);
      add(brand, "kept", "kept", revenue - refunds - goods - spend - take);
    }
  }

  void campaigns() {
    const Dimension* axis = study_.dimension("campaign");
    double fees = 0, commission = 0, platform = 0, handling = 0, product = 0;
    for (std::size_t c = 0; axis != nullptr && c < axis->size(); ++c) {
      fees += mean("fees", c), commission += mean("commission", c), platform += mean("platform_fees", c);
      handling += mean("handling", c), product += mean("product", c);
    }
    hired_ = fees + commission;
    add("campaigns", "creators", "fees", fees);
    add("campaigns", "creators", "commission", commission);
    add("campaigns", "platform", "platform_fees", platform);
    add("campaigns", "handling", "handling", handling);
    add("campaigns", "product", "product", product);
  }

  const Dataset& study_;
  std::size_t row_;
  double hired_ = 0;  // what creators got of campaigns
  Json list_ = Json::array();
};

Json books_json(const Dataset& study) {
  const auto inflow = Stacked::of(study, "ledger/inflow");
  const auto balance = Stacked::of(study, "ledger/balance");
  if (!inflow || !balance) return nullptr;
  Json books = Json::array();
  for (std::size_t cell = 0; cell < inflow->cells(); ++cell) {
    Json book = {{"book", inflow->cell_name(cell)}, {"inflow", Json::array()}, {"balance", Json::array()}};
    for (std::size_t row = 0; row < inflow->rows(); ++row) {
      book["inflow"].push_back(number_json(inflow->last(row, cell).mean));
      book["balance"].push_back(number_json(balance->last(row, cell).mean));
    }
    books.push_back(std::move(book));
  }
  return books;
}

}  // namespace

Json money_json(const ReportSource& source) {
  const Dataset& study = source.gathered.results.data;
  if (!Stacked::of(study, "revenue") || study.dimension("brand") == nullptr) return nullptr;
  Json arms = Json::array();
  for (std::size_t row = 0; row < source.gathered.summary.arms.size(); ++row)
    arms.push_back(Flows(study, row).all());
  return {{"unit", "CNY"}, {"arms", arms}, {"books", books_json(study)}};
}

}  // namespace fanfare
