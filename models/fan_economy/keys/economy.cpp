// The top of a fan-economy scenario: its groups, and checks that span them.
#include "models/fan_economy/keys/economy.h"

#include <algorithm>

#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

EconomyParameters::EconomyParameters() = default;
EconomyParameters::EconomyParameters(const EconomyParameters&) = default;
EconomyParameters::EconomyParameters(EconomyParameters&&) noexcept = default;
EconomyParameters& EconomyParameters::operator=(const EconomyParameters&) = default;
EconomyParameters& EconomyParameters::operator=(EconomyParameters&&) noexcept = default;
EconomyParameters::~EconomyParameters() = default;

namespace {

bool has_topic(const EconomyParameters& p, const std::string& topic) {
  return std::find(p.topics.begin(), p.topics.end(), topic) != p.topics.end();
}

void check_economy(const EconomyParameters& p, Checker& c) {
  if (p.topics.empty() || p.topics.size() > kTopics)
    c.problem("topics", "there must be 1 to 8 topics", "merge topics that are close");
  check_platforms(p, c);
  const auto at_most = [&c](const char* key, std::size_t there, std::size_t most, const char* suggestion) {
    if (there > most)
      c.problem(key, std::to_string(there) + " " + key + ", at most " + std::to_string(most), suggestion);
  };
  at_most("brands", p.brands.size(), kMostBrands, "merge brands that need not be told apart");
  at_most("campaigns", p.campaigns.size(), kMostCampaigns, "merge campaigns into lines of one");
  at_most("creators", p.creators.size(), kMostRoles, "merge roles");
  for (const BrandParameters& brand : p.brands)
    if (!has_topic(p, brand.topic))
      c.problem("brands", "brand '" + brand.id + "' has topic '" + brand.topic + "', which is not in topics", "add it to topics");
  for (const CampaignParameters& campaign : p.campaigns) {
    const bool known = campaign.brand == "none" ||
                       std::any_of(p.brands.begin(), p.brands.end(), [&](const BrandParameters& b) { return b.id == campaign.brand; });
    if (!known)
      c.problem("campaigns", "campaign '" + campaign.id + "' is for brand '" + campaign.brand + "', which does not exist",
                "name one of brands, or none for a placebo");
  }
  check_attributes(p, c);
  check_segments(p, c);
}

}  // namespace

void describe(Schema<EconomyParameters>& s) {
  s.group("population", &EconomyParameters::population).help("accounts and the follow graph");
  s.words("topics", &EconomyParameters::topics).help("what content is about; 1 to 8");
  s.list("attributes", &EconomyParameters::attributes)
      .help("what accounts are told apart by: age, city, device, …; a byte of every account each");
  s.list("segments", &EconomyParameters::segments)
      .help("accounts by what they are and what they did; a bit of every account each");
  s.list("creators", &EconomyParameters::creators).help("roles: which accounts are creators, of what kind");
  s.list("platforms", &EconomyParameters::platforms).help("the platform and its feed");
  s.list("links", &EconomyParameters::links)
      .help("what it takes to cross from one platform to another; open where none is named");
  s.group("publishing", &EconomyParameters::publishing).help("who posts how much");
  s.group("attention", &EconomyParameters::attention).help("sessions and reactions");
  s.list("brands", &EconomyParameters::brands).help("what is sold");
  s.group("persuasion", &EconomyParameters::persuasion).help("from exposure to attitude and stage");
  s.group("purchase", &EconomyParameters::purchase).help("from stage to order, return and word of mouth");
  s.group("relations", &EconomyParameters::relations).help("fandom, follows, scandals");
  s.list("campaigns", &EconomyParameters::campaigns).help("what brands spend on creators");
  s.group("careers", &EconomyParameters::careers).help("how creators earn and change");
  s.list("events", &EconomyParameters::events).help("what happens at a time or on a condition");
  s.group("sample", &EconomyParameters::sample).help("what is kept in full to be looked at; changes nothing in the run");
  for (std::size_t i = 0; const MechanismKey& mechanism : mechanism_keys()) {
    if (mechanism.spec != nullptr)
      s.slot(mechanism.id, &EconomyParameters::mechanisms, i, mechanism.spec()).help(mechanism.help);
    ++i;
  }
  s.check(check_economy);
}

}  // namespace fanfare::fan_economy
