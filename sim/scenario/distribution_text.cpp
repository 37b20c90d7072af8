// Distributions: which parts each has, and their limits.
#include "sim/scenario/distribution_text.h"

#include <algorithm>
#include <cmath>

#include "fanfare/nearest.h"
#include "sim/scenario/leaf_scalar.h"
#include "sim/scenario/path.h"

namespace fanfare {
namespace {

using Shape = Distribution::Kind;
constexpr std::array kForms = {
    DistributionForm{"constant", Shape::constant, {{{"value", true, false}, {}}}, 1},
    DistributionForm{"lognormal", Shape::lognormal, {{{"median", true, true}, {"sigma", false, false}}}, 2},
    DistributionForm{"normal", Shape::normal, {{{"mean", true, false}, {"sd", true, false}}}, 2},
    DistributionForm{"uniform", Shape::uniform, {{{"low", true, false}, {"high", true, false}}}, 2},
    DistributionForm{"beta", Shape::beta, {{{"alpha", false, true}, {"beta", false, true}}}, 2},
    DistributionForm{"gamma", Shape::gamma, {{{"shape", false, true}, {"scale", true, true}}}, 2}};

bool is_spread(std::string_view name) { return name == "sigma" || name == "sd"; }

const DistributionForm& form_of(Shape kind) {
  return *std::find_if(kForms.begin(), kForms.end(),
                       [&](const DistributionForm& f) { return f.kind == kind; });
}

const DistributionForm* find_form(const ConfigNode& node, LeafScope scope) {
  std::vector<std::string> words;
  for (const DistributionForm& f : kForms) words.emplace_back(f.word);
  const ConfigNode* dist = node.find("dist");
  if (!dist) {
    scope.problems.add(node.mark, scope.path, "has no 'dist'",
                       "as in {dist: lognormal, median: 2000, sigma: 1.6}");
    return nullptr;
  }
  for (const DistributionForm& f : kForms)
    if (dist->is_scalar() && dist->text == f.word) return &f;
  scope.problems.add(dist->mark, join_path(scope.path, "dist"), "'" + dist->text + "' is not a distribution",
                     did_you_mean(dist->text, words, "there are:"));
  return nullptr;
}

// The field as one part sees it: its unit and range where the part has them.
FieldSpec spec_of(const FieldSpec& field, const DistributionPart& part) {
  FieldSpec own = field;
  own.form = Form::number;
  if (!part.has_unit) own.unit = Unit::none;
  if (!part.has_unit || is_spread(part.name)) own.lo = 0, own.hi = std::numeric_limits<double>::infinity();
  return own;
}

bool read_part(const FieldSpec& field, const DistributionPart& part, const ConfigNode& node, LeafScope scope,
               double& out) {
  const std::string path = join_path(scope.path, part.name);
  const ConfigNode* given = node.find(part.name);
  if (!given) return scope.problems.add(node.mark, path, "is missing"), false;
  const auto value = read_bounded(spec_of(field, part), *given, {scope.problems, scope.currency, path});
  if (!value) return false;
  if (part.is_positive && !(*value > 0))
    return scope.problems.add(given->mark, path, given->text + " is not above 0"), false;
  if (std::isinf(*value))
    return scope.problems.add(given->mark, path, "is infinite", "expected a finite number"), false;
  return out = *value, true;
}

bool has_only_parts(const DistributionForm& form, const ConfigNode& node, LeafScope scope) {
  std::vector<std::string> known = {"dist"};
  for (std::size_t i = 0; i < form.count; ++i) known.emplace_back(form.parts[i].name);
  bool is_clean = true;
  for (const ConfigEntry& e : node.entries) {
    if (std::find(known.begin(), known.end(), e.key) != known.end()) continue;
    scope.problems.add(e.mark, join_path(scope.path, e.key), "unknown key", did_you_mean(e.key, known));
    is_clean = false;
  }
  return is_clean;
}

bool read_map(const FieldSpec& field, Distribution& out, const ConfigNode& node, LeafScope scope) {
  const DistributionForm* form = find_form(node, scope);
  if (!form) return false;
  Distribution value{form->kind, 0, 0};
  bool is_good = has_only_parts(*form, node, scope);
  is_good &= read_part(field, form->parts[0], node, scope, value.a);
  if (form->count > 1) is_good &= read_part(field, form->parts[1], node, scope, value.b);
  if (is_good && form->kind == Shape::uniform && value.a > value.b) {
    scope.problems.add(node.mark, scope.path, "low is above high");
    is_good = false;
  }
  if (is_good) out = value;
  return is_good;
}

}  // namespace

std::span<const DistributionForm> distribution_forms() { return kForms; }

bool read_distribution(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope) {
  auto& out = *static_cast<Distribution*>(member);
  if (node.is_map()) return read_map(field, out, node, scope);
  const auto value = read_bounded(field, node, scope);
  if (!value) return false;
  if (std::isinf(*value))
    return scope.problems.add(node.mark, scope.path, "is infinite", "expected a finite number"), false;
  return out = Distribution::constant(*value), true;
}

ConfigNode write_distribution(const FieldSpec&, const Distribution& value, const QuantityKind& kind) {
  if (value.kind == Shape::constant) return ConfigNode::scalar(format_quantity(value.a, kind));
  const DistributionForm& form = form_of(value.kind);
  const auto text = [&](const DistributionPart& part, double x) {
    return ConfigNode::scalar(part.has_unit ? format_quantity(x, kind) : format_number(x));
  };
  ConfigNode node = ConfigNode::map();
  node.at("dist") = ConfigNode::scalar(std::string(form.word));
  node.at(form.parts[0].name) = text(form.parts[0], value.a);
  node.at(form.parts[1].name) = text(form.parts[1], value.b);
  return node;
}

}  // namespace fanfare
