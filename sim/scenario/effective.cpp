// Writing an object as a tree.
#include "sim/scenario/effective.h"

#include <filesystem>

#include "sim/scenario/leaf.h"

namespace fanfare {
namespace {

struct EffectivePlace {
  const StructSpec& spec;
  void* object;
  const void* initial;     // the same struct at its initialisers
  const ConfigNode* node;  // as written, or nullptr
  std::string preset;      // that is in force here
};

class EffectiveWriter {
 public:
  EffectiveWriter(const std::string& currency, Paths paths) : currency_(currency), paths_(paths) {}

  ConfigNode write(EffectivePlace at) {
    for (const FieldSpec& field : at.spec.fields) {
      if (field.form != Form::preset) continue;
      const auto& name = *static_cast<const std::string*>(field.in(at.object));
      if (!name.empty()) at.preset = name;
    }
    ConfigNode out = ConfigNode::map(at.node ? at.node->mark : Mark{});
    for (const FieldSpec& field : at.spec.fields) out.at(field.name) = write_field(at, field);
    return out;
  }

 private:
  ConfigNode write_field(const EffectivePlace& at, const FieldSpec& field) {
    const ConfigNode* node = at.node ? at.node->find(field.name) : nullptr;
    void* const member = field.in(at.object);
    const void* initial = field.in(at.initial);
    switch (field.form) {
      case Form::group: return write({*field.inner, member, initial, node, at.preset});
      case Form::optional_group:
        if (void* inner = field.optional->get(member))
          return write({*field.inner, inner, field.inner->defaults.get(), node, at.preset});
        return with_origin({}, at, field, node);
      case Form::list: return write_list(at, field, node);
      default: break;
    }
    ConfigNode out = write_leaf(field, member, currency_);
    if (field.is_file) out.text = file_text(out.text, node, *static_cast<const std::string*>(initial));
    return with_origin(std::move(out), at, field, node);
  }

  ConfigNode write_list(const EffectivePlace& at, const FieldSpec& field, const ConfigNode* node) {
    void* const member = field.in(at.object);
    const std::size_t size = field.list->size(member);
    const bool is_written = node && node->is_list() && node->items.size() == size;
    ConfigNode out = ConfigNode::list();
    for (std::size_t i = 0; i < size; ++i)
      out.items.push_back(write({*field.inner, field.list->at(member, i), field.inner->defaults.get(),
                                 is_written ? &node->items[i] : nullptr, at.preset}));
    return with_origin(std::move(out), at, field, node);
  }

  // A value that nobody wrote, under a preset, and not the built-in one: the preset's.
  ConfigNode with_origin(ConfigNode out, const EffectivePlace& at, const FieldSpec& field,
                         const ConfigNode* node) {
    if (node && node->mark.exists()) return stamp(out, ConfigNode::Origin::given, *node), out;
    stamp(out, ConfigNode::Origin::builtin, {});
    if (at.preset.empty() || field.is_struct() || field.form == Form::preset) return out;
    if (same_values(out, write_leaf(field, field.in(at.initial), currency_))) return out;
    stamp(out, ConfigNode::Origin::preset, {});
    out.preset = at.preset;
    return out;
  }

  // The origin of a value and of its parts; a part that was written under its own key has its own place.
  static void stamp(ConfigNode& out, ConfigNode::Origin origin, const ConfigNode& written) {
    out.origin = origin;
    out.mark = written.mark;
    for (ConfigEntry& e : out.entries) {
      const ConfigNode* own = written.find(e.key);
      stamp(e.value, origin, own && own->mark.exists() ? *own : ConfigNode::scalar("", written.mark));
    }
  }

  std::string file_text(const std::string& opened, const ConfigNode* node, const std::string& initial) {
    if (opened.empty()) return opened;
    const std::string& named = node ? node->text : initial.empty() ? opened : initial;
    if (named.starts_with("data:") || paths_ == Paths::written) return named;
    return std::filesystem::absolute(opened).lexically_normal().string();
  }

  const std::string& currency_;
  Paths paths_;
};

}  // namespace

ConfigNode write_effective(const StructSpec& spec, void* object, const ConfigNode& written,
                           const std::string& currency, Paths paths) {
  return EffectiveWriter(currency, paths).write({spec, object, spec.defaults.get(), &written, ""});
}

namespace {

// Chooses the same presets in `to` as in `from`, through all groups.
void copy_preset_names(const StructSpec& spec, void* to, const void* from) {
  for (const FieldSpec& field : spec.fields) {
    if (field.form == Form::preset)
      *static_cast<std::string*>(field.in(to)) = *static_cast<const std::string*>(field.in(from));
    if (field.form == Form::group) copy_preset_names(*field.inner, field.in(to), field.in(from));
  }
}

class ChangeWriter {
 public:
  explicit ChangeWriter(const std::string& currency) : currency_(currency) {}

  // `fresh`: a new struct under the same presets; `initial`: without any.
  ConfigNode write(const StructSpec& spec, void* object, void* fresh, const void* initial) {
    ConfigNode out = ConfigNode::map();
    for (const FieldSpec& field : spec.fields) {
      if (field.form == Form::group) {
        ConfigNode inner = write(*field.inner, field.in(object), field.in(fresh), field.in(initial));
        if (!inner.entries.empty()) out.at(field.name) = std::move(inner);
        continue;
      }
      const void* usual = field.form == Form::preset ? field.in(initial) : field.in(fresh);
      ConfigNode own = value(field, field.in(object));
      if (!same_values(own, value(field, const_cast<void*>(usual)))) out.at(field.name) = std::move(own);
    }
    return out;
  }

 private:
  ConfigNode value(const FieldSpec& field, void* member) {
    if (field.form == Form::list) {
      ConfigNode out = ConfigNode::list();
      for (std::size_t i = 0; i < field.list->size(member); ++i)
        out.items.push_back(write_changes(*field.inner, field.list->at(member, i), currency_));
      return out;
    }
    if (field.form != Form::optional_group) return write_leaf(field, member, currency_);
    void* inner = field.optional->get(member);
    return inner ? write_changes(*field.inner, inner, currency_) : ConfigNode{};
  }

  const std::string& currency_;
};

}  // namespace

ConfigNode write_changes(const StructSpec& spec, void* object, const std::string& currency) {
  const std::shared_ptr<void> fresh = spec.make();
  copy_preset_names(spec, fresh.get(), object);
  apply_presets(spec, fresh.get());
  return ChangeWriter(currency).write(spec, object, fresh.get(), spec.defaults.get());
}

}  // namespace fanfare
