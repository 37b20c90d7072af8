// What a scenario asks to be kept in full, for people to look at: a sample of posts, and the network around
// hired creators. It watches the run and changes nothing in it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "fanfare/archive.h"
#include "fanfare/model.h"
#include "fanfare/schema.h"
#include "models/fan_economy/sample/network_sample.h"
#include "models/fan_economy/sample/post_sample.h"

namespace fanfare::fan_economy {

struct SampleParameters {
  std::uint32_t posts = 0;     // of each sort, sponsored and other; 0: none
  std::uint32_t accounts = 0;  // of the network; 0: none
};
void describe(Schema<SampleParameters>& s);

struct Sample {
  PostSample posts;
  NetworkSample network;
};

// At set-up, when partition and parameters are known.
void open_sample(World& world);
void mail(Mail& mail, World& world);
// Names nothing where nothing is asked for, so that such runs keep their fingerprints.
void walk_sample(Archive& archive, World& world);
void restore_sample(World& world);

// What results files hold of it, in groups `posts` and `network`.
void declare_sample(const World& world, Recorder& recorder);
void record_sample(const World& world, Recorder& recorder);
void finish_sample(const World& world, Recorder& recorder);

}  // namespace fanfare::fan_economy
