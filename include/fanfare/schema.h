// A parameter is declared once: member, name, unit, range, help, source; its default is the member's
// initialiser. The declaration drives parsing, errors, the dictionary, the JSON Schema, the resolved
// scenario, `--set` and events. Templates here only bind members; all work is done on schema_spec.h.
//
//   struct Feed { double half_life = 6; Kind kind = Kind::fast; std::vector<Term> terms; };
//   inline void describe(Schema<Feed>& s) {
//     s.value("half_life", &Feed::half_life).unit(Unit::hours).in(0.01, 1e4).mutable_at_run().help("…");
//     s.choice("kind", &Feed::kind, {{"fast", Kind::fast}, {"slow", Kind::slow}}).help("…");
//     s.list("terms", &Feed::terms).help("…");      // maps, each parsed by describe(Schema<Term>&)
//   }
//
// describe() is found by argument: declare it in the namespace of the struct. A struct may not contain
// itself. An int64 in Unit::money keeps cents; doubles, distributions and ranges keep units of the currency.
#pragma once

#include <array>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "fanfare/key_slot.h"
#include "fanfare/schema_spec.h"
#include "fanfare/schema_types.h"

namespace fanfare {

// A word of a choice and what it stands for.
template <class E>
struct Choice {
  std::string_view word;
  E value;
  std::string_view help = {};
};

// A named set of member values, applied before the other keys of the same map.
template <class T>
struct Preset {
  std::string_view name;
  std::string_view help;
  std::string_view source;
  void (*apply)(T&);
};

// The rest of a declaration: s.value(…).unit(…).in(…).help(…).
class Field {
 public:
  Field(StructSpec& spec, std::size_t index) : spec_(spec), index_(index) {}

  Field& unit(Unit unit) { return field().unit = unit, *this; }
  // Bounds, both inclusive, in the unit of a bare number (money: of the currency, not cents). Of lists,
  // ranges and distributions: of each number; of a distribution not its spread.
  Field& in(double lo, double hi) { return field().lo = lo, field().hi = hi, *this; }
  Field& at_least(double lo) { return field().lo = lo, *this; }
  Field& help(std::string_view text) { return field().help = text, *this; }
  Field& source(std::string_view text) { return field().source = text, *this; }
  Field& mutable_at_run() { return field().is_mutable = true, *this; }
  Field& required() { return field().is_required = true, *this; }
  // A path: from the file it is written in, or `data:…`; the member holds the path to open. Empty: none.
  Field& file() { return field().is_file = true, *this; }
  Field& min_items(std::size_t n) { return field().min_items = n, *this; }
  // What is counted, for Unit::count: "people".
  Field& quantity_of(std::string_view word) { return field().word = word, *this; }
  // The words that a std::string may be.
  Field& one_of(std::initializer_list<std::string_view> words) {
    for (const auto word : words) field().choices.push_back({std::string(word), 0, {}});
    return *this;
  }

 private:
  FieldSpec& field() { return spec_.fields[index_]; }

  StructSpec& spec_;
  std::size_t index_;
};

template <class T>
const StructSpec& struct_spec();

namespace schema_detail {

template <class M>
constexpr Storage storage_of() {
  if constexpr (std::is_same_v<M, bool>) return Storage::truth;
  else if constexpr (std::is_same_v<M, std::string>) return Storage::text;
  else if constexpr (std::is_same_v<M, float>) return Storage::f32;
  else if constexpr (std::is_same_v<M, double>) return Storage::f64;
  else if constexpr (std::is_enum_v<M>) return storage_of<std::underlying_type_t<M>>();
  else {
    static_assert(std::is_integral_v<M>, "a value is a number, a bool, a std::string or an enum");
    constexpr Storage kSigned[] = {Storage::i8, Storage::i16, Storage::i32, Storage::i64};
    constexpr Storage kUnsigned[] = {Storage::u8, Storage::u16, Storage::u32, Storage::u64};
    constexpr int kPower = sizeof(M) == 1 ? 0 : sizeof(M) == 2 ? 1 : sizeof(M) == 4 ? 2 : 3;
    return std::is_signed_v<M> ? kSigned[kPower] : kUnsigned[kPower];
  }
}

constexpr Form form_of(Storage storage) {
  if (storage == Storage::truth) return Form::truth;
  if (storage == Storage::text) return Form::text;
  return storage == Storage::f32 || storage == Storage::f64 ? Form::number : Form::integer;
}

template <class U>
inline constexpr ListAccess kListAccess = {
    [](const void* list) { return static_cast<const std::vector<U>*>(list)->size(); },
    [](void* list, std::size_t i) -> void* { return &(*static_cast<std::vector<U>*>(list))[i]; },
    [](void* list) -> void* { return &static_cast<std::vector<U>*>(list)->emplace_back(); },
    [](void* list) { static_cast<std::vector<U>*>(list)->clear(); }};

template <class U>
inline constexpr OptionalAccess kOptionalAccess = {
    [](void* optional) -> void* {
      auto& o = *static_cast<std::optional<U>*>(optional);
      return o ? &*o : nullptr;
    },
    [](void* optional) -> void* { return &static_cast<std::optional<U>*>(optional)->emplace(); },
    [](void* optional) { static_cast<std::optional<U>*>(optional)->reset(); }};

}  // namespace schema_detail

template <class T>
class Schema {
 public:
  explicit Schema(StructSpec& spec) : spec_(spec), probe_(static_cast<const T*>(spec.defaults.get())) {}

  // A bool, a number, an integer of any size or a std::string.
  template <class M, class C>
  Field value(std::string_view name, M C::*member) {
    constexpr Storage kStorage = schema_detail::storage_of<M>();
    static_assert(!std::is_enum_v<M>, "an enum is declared with choice()");
    return add(name, schema_detail::form_of(kStorage), kStorage, member);
  }
  // A word that stands for a value of an enum.
  template <class E, class C>
  Field choice(std::string_view name, E C::*member,
               std::type_identity_t<std::initializer_list<Choice<E>>> words) {
    return choice(name, member, std::span<const Choice<E>>(words.begin(), words.size()));
  }
  template <class E, class C>
  Field choice(std::string_view name, E C::*member, std::type_identity_t<std::span<const Choice<E>>> words) {
    const Field field = add(name, Form::choice, schema_detail::storage_of<E>(), member);
    for (const auto& w : words)
      spec_.fields.back().choices.push_back(
          {std::string(w.word), static_cast<std::int64_t>(w.value), std::string(w.help)});
    return field;
  }
  template <class C>
  Field distribution(std::string_view name, Distribution C::*member) {
    return add(name, Form::distribution, Storage::none, member);
  }
  template <class C>
  Field range(std::string_view name, Range C::*member) {
    return add(name, Form::range, Storage::none, member);
  }
  template <class C>
  Field words(std::string_view name, std::vector<std::string> C::*member) {
    return add(name, Form::words, Storage::none, member);
  }
  template <class C>
  Field numbers(std::string_view name, std::vector<double> C::*member) {
    return add(name, Form::numbers, Storage::none, member);
  }
  // A struct with its own describe().
  template <class U, class C>
  Field group(std::string_view name, U C::*member) {
    const Field field = add(name, Form::group, Storage::none, member);
    spec_.fields.back().inner = &struct_spec<U>();
    return field;
  }
  // The same, there only if it is written.
  template <class U, class C>
  Field optional_group(std::string_view name, std::optional<U> C::*member) {
    const Field field = add(name, Form::optional_group, Storage::none, member);
    spec_.fields.back().inner = &struct_spec<U>();
    spec_.fields.back().optional = &schema_detail::kOptionalAccess<U>;
    return field;
  }
  // The keys of a part that was added: they lie in the i-th slot, whose KeySlot was made for `inner`.
  template <std::size_t N, class C>
  Field slot(std::string_view name, std::array<KeySlot, N> C::*slots, std::size_t i,
             const StructSpec& inner) {
    const Field field = add(name, Form::optional_group, Storage::none, slots);
    spec_.fields.back().offset += i * sizeof(KeySlot);
    spec_.fields.back().inner = &inner;
    spec_.fields.back().optional = &kSlotAccess;
    return field;
  }
  // Maps, one a struct; the struct may declare an id, by which its elements are addressed.
  template <class U, class C>
  Field list(std::string_view name, std::vector<U> C::*member) {
    const Field field = add(name, Form::list, Storage::none, member);
    spec_.fields.back().inner = &struct_spec<U>();
    spec_.fields.back().list = &schema_detail::kListAccess<U>;
    return field;
  }
  // The key `id` of an element, distinct within its list; no blanks, dots, brackets or '='.
  template <class C>
  Field id(std::string C::*member) {
    const Field field = add("id", Form::text, Storage::text, member);
    spec_.id = static_cast<int>(spec_.fields.size()) - 1;
    return field;
  }
  // The member holds the name of the preset; a name in its initialiser is applied by default, "" is none.
  template <class C>
  Field presets(std::string_view name, std::string C::*member, std::span<const Preset<T>> presets) {
    const Field field = add(name, Form::preset, Storage::text, member);
    for (const auto& p : presets)
      spec_.fields.back().presets.push_back(
          {std::string(p.name), std::string(p.help), std::string(p.source),
           [apply = p.apply](void* object) { apply(*static_cast<T*>(object)); }});
    return field;
  }
  // {path: value, …}: parameters that change while the run goes on; each is checked when the file is read.
  template <class C>
  Field assignments(std::string_view name, std::vector<Assignment> C::*member) {
    return add(name, Form::assignments, Storage::none, member);
  }
  // A cross check of one struct, made when all of it could be read: [](const T&, Checker&) { … }
  template <class Rule>
  void check(Rule rule) {
    spec_.checks.push_back(
        [rule](const void* object, Checker& c) { rule(*static_cast<const T*>(object), c); });
  }

 private:
  template <class M, class C>
  Field add(std::string_view name, Form form, Storage storage, M C::*member) {
    static_assert(std::is_base_of_v<C, T>, "a member of another struct");
    FieldSpec field;
    field.name = name;
    field.form = form;
    field.storage = storage;
    field.offset = static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&(probe_->*member)) -
                                            reinterpret_cast<const std::byte*>(probe_));
    spec_.add(std::move(field));
    return Field(spec_, spec_.fields.size() - 1);
  }

  StructSpec& spec_;
  const T* probe_;  // a struct at its defaults, to find where members lie
};

// The schema of T, described once.
template <class T>
const StructSpec& struct_spec() {
  static const StructSpec kSpec = [] {
    StructSpec spec;
    spec.defaults = std::make_shared<const T>();
    spec.assign = [](void* to, const void* from) { *static_cast<T*>(to) = *static_cast<const T*>(from); };
    spec.make = []() -> std::shared_ptr<void> { return std::make_shared<T>(); };
    Schema<T> schema(spec);
    describe(schema);
    return spec;
  }();
  return kSpec;
}

}  // namespace fanfare
