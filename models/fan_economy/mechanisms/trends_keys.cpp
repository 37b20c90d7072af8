#include "models/fan_economy/mechanisms/trends_keys.h"

namespace fanfare::fan_economy {

void describe(Schema<TrendKeys>& s) {
  s.value("births", &TrendKeys::births)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of creators' own posts, that become a template for others")
      .source("folk");
  s.numbers("starts", &TrendKeys::starts)
      .unit(Unit::days)
      .in(0, 1e5)
      .help(
          "days from which the next post of one of the ten most followed creators is one, as strong as can "
          "be");
  s.value("lift", &TrendKeys::lift)
      .in(0, 20)
      .mutable_at_run()
      .help("appeal of a strong template that nobody has seen")
      .source("folk");
  s.value("sameness", &TrendKeys::sameness)
      .in(0, 20)
      .mutable_at_run()
      .help("appeal lost with one of which a feed is full")
      .source("folk");
  s.value("tire", &TrendKeys::tire)
      .in(0.01, 1e6)
      .mutable_at_run()
      .help("impressions of it, an account, at which a third of its newness is left")
      .source("folk");
  s.value("memory", &TrendKeys::memory)
      .unit(Unit::days)
      .in(0.01, 1000)
      .mutable_at_run()
      .help("half-life of what people had of a template, and of what creators know of its success")
      .source("folk");
  s.value("eager", &TrendKeys::eager)
      .in(0, 100)
      .mutable_at_run()
      .help("chance to imitate, per expected gain of once more than usual and perfect fit")
      .source("folk");
  s.value("hope", &TrendKeys::hope)
      .in(-1, 100)
      .mutable_at_run()
      .help("gain, in times the usual, that is expected of a new template")
      .source("folk");
  s.value("caution", &TrendKeys::caution)
      .in(0.01, 1e4)
      .mutable_at_run()
      .help("posts' worth of evidence that hope weighs")
      .source("folk");
  s.value("early", &TrendKeys::early)
      .unit(Unit::hours)
      .in(0, 1e5)
      .help("after its first post, in which whoever imitates is counted as early");
}

}  // namespace fanfare::fan_economy
