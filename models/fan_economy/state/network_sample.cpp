#include "models/fan_economy/state/network_sample.h"

namespace fanfare::fan_economy {

void NetworkSample::walk(Archive& archive) {
  archive.shared({"network.survey", "1", "step of the survey"}, survey);
  archive.shared({"network.nodes", "1", "sampled accounts around hired creators"}, nodes);
  archive.shared({"network.links", "1", "follows between them"}, links);
  archive.shared({"network.levels", "1", "exposures and purchases of each, by campaign"}, levels);
}

}  // namespace fanfare::fan_economy
