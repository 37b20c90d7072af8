#include "models/fan_economy/mechanisms/localisation_keys.h"

namespace fanfare::fan_economy {

void describe(Schema<MisfitKeys>& s) {
  s.value("level", &MisfitKeys::level).required().help("one of the attribute's levels");
  s.value("misfit", &MisfitKeys::misfit).unit(Unit::share).in(0, 1).help("0: at home, 1: wholly strange");
}

void describe(Schema<LocalisationKeys>& s) {
  using K = LocalisationKeys;
  s.value("brand", &K::brand).help("that comes from elsewhere; none: the first");
  s.value("origin", &K::origin)
      .in(-1, 1)
      .mutable_at_run()
      .help(
          "what people think of where it comes from, added to its credibility in times: admired above 0, "
          "resented below")
      .source(
          "contested: Verlegh and Steenkamp 1999, J. Econ. Psychol. 20, 521; animosity: Klein et al. 1998");
  s.value("misfit", &K::misfit)
      .unit(Unit::share)
      .in(0, 1)
      .help("of the brand's language and culture with its readers, where no level says otherwise")
      .source("folk");
  s.value("attribute", &K::attribute).help("attribute by whose levels it differs: language, region");
  s.list("by_level", &K::by_level).help("misfit of its levels");
  s.value("credibility", &K::credibility).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of a post's credibility that full misfit costs").source("folk");
  s.value("clicks", &K::clicks).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of the clicks on a post that full misfit costs").source("folk");
  s.words("local_kinds", &K::local_kinds)
      .help("kinds of creators that are of the place; customers who tell of their purchase are as well");
  s.value("local_voice", &K::local_voice).unit(Unit::share).in(0, 1)
      .help("of the misfit that a post of theirs is free of").source("folk");
  s.value("familiarity", &K::familiarity).unit(Unit::share).in(0, 1)
      .help("of the rest of a reader's misfit that watching a post of theirs takes away for good")
      .source("folk");
  s.range("partner", &K::partner).unit(Unit::days).in(0, 1e5)
      .help("first and last day of a local partner who adapts what the brand says; equal: none");
  s.value("partner_fee", &K::partner_fee).unit(Unit::money).in(0, 1e12).help("of the partner, a day")
      .source("folk");
  s.value("partner_lowers", &K::partner_lowers).unit(Unit::share).in(0, 1)
      .help("of the misfit that the partner takes away in the end, as long as it is there").source("folk");
  s.value("partner_half", &K::partner_half).unit(Unit::days).in(0.1, 1000)
      .help("in which half of that is done").source("folk");
  s.list("new_categories", &K::new_categories)
      .help("categories that are new here: who does not understand one does not buy it; as in search");
  s.words("teaching", &K::teaching)
      .help("campaigns whose posts explain the category rather than praise the brand");
  s.value("teaching_tone", &K::teaching_tone).unit(Unit::share).in(0, 1)
      .help("of a post's tone that is left when it explains").source("folk");
  s.value("lesson", &K::lesson).unit(Unit::share).in(0, 1)
      .help("of what is not understood, that watching an explaining post makes clear").source("folk");
  s.check([](const K& keys, Checker& c) {
    if (!keys.by_level.empty() && keys.attribute.empty())
      c.problem("by_level", "there is no attribute whose levels these are", "say which in attribute");
    if (!keys.teaching.empty() && keys.new_categories.empty())
      c.problem("teaching", "nothing is to be taught", "say which in new_categories");
  });
}

}  // namespace fanfare::fan_economy
