// Kinds of creators: a line each. The model's own stand here, mechanisms bring more; what a line says, a
// scenario's `creator_kinds` may say otherwise (World::kinds).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "fanfare/schema_types.h"
#include "models/fan_economy/keys/publishing.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

struct Creator;
struct World;

inline constexpr int kHighestKind = 250;  // a byte, and `any`

// What a kind does, and on what terms. The defaults are what any creator did before kinds differed.
struct KindTerms {
  double PublishingParameters::*per_day = &PublishingParameters::koc_per_day;
  double rate = 1;            // times that: organic posts a day, at effort 1
  double trust_prior = -1;    // −1: careers.trust_prior, one for all
  double talk = 1;            // times relations.reply_capacity: fans answered a day
  // When it is free to work: the share of days, and the hours at which its paid posts appear.
  double free_days = 1;
  double from_hour = 10, until_hour = 22;
  // What it asks for a post: price · careers.price_factor · followers^exponent; −1: careers.price_exponent.
  double price = 1;
  double price_exponent = -1;
  // Which offers it takes: those of brands that suit its niche so well; one brand of a category at a time;
  // and what a mechanism asks beside.
  double least_fit = 0;       // 0 … 1
  bool exclusive = false;
  bool (*accepts)(const World& world, const Creator& creator, std::uint8_t brand) = nullptr;
  bool scandals = true;       // may have one
  bool quits = true;          // may stop for want of income
  bool by_the_brand = false;  // its paid posts appear on the brand's own account, where there is one
};

struct KindRule {
  std::string_view word, help;
  CreatorKind kind;
  KindTerms terms = {};
};

// In the order of CreatorKind. That they differ in nothing but the posts of a KOL is on purpose: what is known of
// the others is thin, so a scenario says that it wants it.
inline constexpr std::array<KindRule, kCreatorKinds> kKinds{{
    {"kol", "a key opinion leader", CreatorKind::kol, {.per_day = &PublishingParameters::kol_per_day}},
    {"koc", "a key opinion consumer", CreatorKind::koc},
    {"celebrity", "known from elsewhere", CreatorKind::celebrity},
    {"employee", "of a brand", CreatorKind::employee},
    {"virtual", "no person", CreatorKind::virtual_idol},
    {"ugc", "makes clips for brands", CreatorKind::ugc},
}};

// The whole table: the model's own, then what mechanisms bring, on or off. A kind's number is its own for good
// (Creator::kind); its place here is what results and segments call it.
std::span<const KindRule> kind_rules();
std::size_t place_of(CreatorKind kind);
// The place of those who are no creators.
inline std::size_t place_of_none() { return kind_rules().size(); }
inline const KindRule& rule_of(CreatorKind kind) { return kind_rules()[place_of(kind)]; }

}  // namespace fanfare::fan_economy
