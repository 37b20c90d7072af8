// The follow graph as Boost.Graph sees it, without a copy. Three views of a WHOLE graph (its partition
// owns every block): FollowView (VertexList, EdgeList, Incidence, Adjacency), BidirectionalView (with the
// reverse rows) and UndirectedView (each neighbour once, either way of the follow). Views don't own.
#pragma once

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "fanfare/expects.h"
#include "fanfare/graph.h"
#include "fanfare/reverse_rows.h"

namespace fanfare {

struct FollowEdge {
  std::uint32_t source = 0;
  std::uint32_t target = 0;
  friend auto operator<=>(const FollowEdge&, const FollowEdge&) = default;
};

// A row of ids read as edges: out of `end` (row of followees) or into it (row of followers).
template <bool kInto>
class RowEdgeIterator : public boost::iterator_facade<RowEdgeIterator<kInto>, FollowEdge,
                                                      boost::random_access_traversal_tag, FollowEdge> {
 public:
  RowEdgeIterator() = default;
  RowEdgeIterator(std::uint32_t end, const std::uint32_t* at) : end_(end), at_(at) {}

 private:
  friend class boost::iterator_core_access;
  FollowEdge dereference() const { return kInto ? FollowEdge{*at_, end_} : FollowEdge{end_, *at_}; }
  bool equal(const RowEdgeIterator& other) const { return at_ == other.at_; }
  void increment() { ++at_; }
  void decrement() { --at_; }
  void advance(std::ptrdiff_t n) { at_ += n; }
  std::ptrdiff_t distance_to(const RowEdgeIterator& other) const { return other.at_ - at_; }

  std::uint32_t end_ = 0;
  const std::uint32_t* at_ = nullptr;
};

// Walks the union of two ascending rows, each id once.
class UnionIterator : public boost::iterator_facade<UnionIterator, std::uint32_t,
                                                    boost::forward_traversal_tag, std::uint32_t> {
 public:
  UnionIterator() = default;
  UnionIterator(const std::uint32_t* a, const std::uint32_t* a_end, const std::uint32_t* b,
                const std::uint32_t* b_end)
      : a_(a), a_end_(a_end), b_(b), b_end_(b_end) {}

 private:
  friend class boost::iterator_core_access;
  std::uint32_t dereference() const {
    if (a_ == a_end_) return *b_;
    return b_ == b_end_ ? *a_ : std::min(*a_, *b_);
  }
  bool equal(const UnionIterator& other) const { return a_ == other.a_ && b_ == other.b_; }
  void increment() {
    const std::uint32_t id = dereference();
    if (a_ != a_end_ && *a_ == id) ++a_;
    if (b_ != b_end_ && *b_ == id) ++b_;
  }

  const std::uint32_t* a_ = nullptr;
  const std::uint32_t* a_end_ = nullptr;
  const std::uint32_t* b_ = nullptr;
  const std::uint32_t* b_end_ = nullptr;
};

class UnionEdgeIterator
    : public boost::iterator_facade<UnionEdgeIterator, FollowEdge, boost::forward_traversal_tag, FollowEdge> {
 public:
  UnionEdgeIterator() = default;
  UnionEdgeIterator(std::uint32_t source, UnionIterator at) : source_(source), at_(at) {}

 private:
  friend class boost::iterator_core_access;
  FollowEdge dereference() const { return {source_, *at_}; }
  bool equal(const UnionEdgeIterator& other) const { return at_ == other.at_; }
  void increment() { ++at_; }

  std::uint32_t source_ = 0;
  UnionIterator at_;
};

// What all views share: the vertices are the account ids.
class GraphView {
 public:
  using vertex_descriptor = std::uint32_t;
  using edge_descriptor = FollowEdge;
  using edge_parallel_category = boost::disallow_parallel_edge_tag;
  using vertex_iterator = boost::counting_iterator<std::uint32_t>;
  using vertices_size_type = std::size_t;
  using edges_size_type = std::size_t;
  using degree_size_type = std::size_t;
  static vertex_descriptor null_vertex() { return AccountId::none().value; }

  explicit GraphView(const FollowGraph& graph) : graph_(&graph) {
    expects(graph.partition().rows() == graph.partition().accounts,
            "a Boost.Graph view needs the whole graph");
  }
  std::uint32_t accounts() const { return graph_->partition().accounts; }
  std::span<const std::uint32_t> followees(std::uint32_t reader) const {
    return graph_->follows(AccountId(reader));
  }
  std::size_t follow_count() const { return graph_->edges(); }

 private:
  const FollowGraph* graph_;
};

inline std::pair<GraphView::vertex_iterator, GraphView::vertex_iterator> vertices(const GraphView& g) {
  return {GraphView::vertex_iterator(0), GraphView::vertex_iterator(g.accounts())};
}
inline std::size_t num_vertices(const GraphView& g) { return g.accounts(); }
inline std::uint32_t source(const FollowEdge& e, const GraphView&) { return e.source; }
inline std::uint32_t target(const FollowEdge& e, const GraphView&) { return e.target; }
inline boost::typed_identity_property_map<std::uint32_t> get(boost::vertex_index_t, const GraphView&) {
  return {};
}
inline std::uint32_t get(boost::vertex_index_t, const GraphView&, std::uint32_t v) { return v; }

// Walks all follows, row by row; holds the view by value, as it is one pointer.
class AllEdgesIterator
    : public boost::iterator_facade<AllEdgesIterator, FollowEdge, boost::forward_traversal_tag, FollowEdge> {
 public:
  AllEdgesIterator() = default;
  AllEdgesIterator(const GraphView& view, std::uint32_t reader) : view_(view), reader_(reader) {
    skip_ended_rows();
  }

 private:
  friend class boost::iterator_core_access;
  FollowEdge dereference() const { return {reader_, view_->followees(reader_)[at_]}; }
  bool equal(const AllEdgesIterator& other) const { return reader_ == other.reader_ && at_ == other.at_; }
  void increment() {
    ++at_;
    skip_ended_rows();
  }
  void skip_ended_rows() {
    for (; reader_ < view_->accounts() && at_ == view_->followees(reader_).size(); ++reader_) at_ = 0;
    if (reader_ == view_->accounts()) at_ = 0;
  }

  std::optional<GraphView> view_;
  std::uint32_t reader_ = 0;
  std::size_t at_ = 0;
};

class FollowView : public GraphView {
 public:
  struct traversal_category : boost::vertex_list_graph_tag,
                              boost::edge_list_graph_tag,
                              boost::incidence_graph_tag,
                              boost::adjacency_graph_tag {};
  using directed_category = boost::directed_tag;
  using out_edge_iterator = RowEdgeIterator<false>;
  using adjacency_iterator = const std::uint32_t*;
  using in_edge_iterator = void;
  using edge_iterator = AllEdgesIterator;
  using GraphView::GraphView;
};

inline std::pair<FollowView::out_edge_iterator, FollowView::out_edge_iterator> out_edges(
    std::uint32_t v, const FollowView& g) {
  const auto row = g.followees(v);
  return {{v, row.data()}, {v, row.data() + row.size()}};
}
inline std::size_t out_degree(std::uint32_t v, const FollowView& g) { return g.followees(v).size(); }
inline std::pair<const std::uint32_t*, const std::uint32_t*> adjacent_vertices(std::uint32_t v,
                                                                               const FollowView& g) {
  const auto row = g.followees(v);
  return {row.data(), row.data() + row.size()};
}
inline std::size_t num_edges(const FollowView& g) { return g.follow_count(); }
inline std::pair<AllEdgesIterator, AllEdgesIterator> edges(const FollowView& g) {
  return {AllEdgesIterator(g, 0), AllEdgesIterator(g, g.accounts())};
}

class BidirectionalView : public FollowView {
 public:
  struct traversal_category : boost::vertex_list_graph_tag,
                              boost::edge_list_graph_tag,
                              boost::bidirectional_graph_tag,
                              boost::adjacency_graph_tag {};
  using directed_category = boost::bidirectional_tag;
  using in_edge_iterator = RowEdgeIterator<true>;

  BidirectionalView(const FollowGraph& graph, const ReverseRows& reverse)
      : FollowView(graph), reverse_(&reverse) {
    expects(reverse.offsets.size() == std::size_t{accounts()} + 1, "the reverse rows belong to the graph");
  }
  std::span<const std::uint32_t> followers(std::uint32_t author) const {
    return reverse_->followers(AccountId(author));
  }

 private:
  const ReverseRows* reverse_;
};

inline std::pair<BidirectionalView::in_edge_iterator, BidirectionalView::in_edge_iterator> in_edges(
    std::uint32_t v, const BidirectionalView& g) {
  const auto row = g.followers(v);
  return {{v, row.data()}, {v, row.data() + row.size()}};
}
inline std::size_t in_degree(std::uint32_t v, const BidirectionalView& g) { return g.followers(v).size(); }
inline std::size_t degree(std::uint32_t v, const BidirectionalView& g) {
  return in_degree(v, g) + out_degree(v, g);
}

class UndirectedView : public GraphView {
 public:
  struct traversal_category : boost::vertex_list_graph_tag,
                              boost::incidence_graph_tag,
                              boost::adjacency_graph_tag {};
  using directed_category = boost::undirected_tag;
  using out_edge_iterator = UnionEdgeIterator;
  using adjacency_iterator = UnionIterator;
  using in_edge_iterator = void;
  using edge_iterator = void;

  UndirectedView(const FollowGraph& graph, const ReverseRows& reverse)
      : GraphView(graph), reverse_(&reverse) {
    expects(reverse.offsets.size() == std::size_t{accounts()} + 1, "the reverse rows belong to the graph");
  }
  std::pair<UnionIterator, UnionIterator> neighbours(std::uint32_t v) const {
    const auto out = followees(v);
    const auto in = reverse_->followers(AccountId(v));
    const auto* out_end = out.data() + out.size();
    const auto* in_end = in.data() + in.size();
    return {{out.data(), out_end, in.data(), in_end}, {out_end, out_end, in_end, in_end}};
  }

 private:
  const ReverseRows* reverse_;
};

inline std::pair<UnionEdgeIterator, UnionEdgeIterator> out_edges(std::uint32_t v, const UndirectedView& g) {
  const auto [from, to] = g.neighbours(v);
  return {{v, from}, {v, to}};
}
inline std::pair<UnionIterator, UnionIterator> adjacent_vertices(std::uint32_t v, const UndirectedView& g) {
  return g.neighbours(v);
}
// Takes time with the degree: the two rows are merged to count.
inline std::size_t out_degree(std::uint32_t v, const UndirectedView& g) {
  const auto [from, to] = g.neighbours(v);
  return static_cast<std::size_t>(std::distance(from, to));
}

}  // namespace fanfare

namespace boost {

template <>
struct property_map<fanfare::FollowView, vertex_index_t> {
  using type = typed_identity_property_map<std::uint32_t>;
  using const_type = type;
};
template <>
struct property_map<fanfare::BidirectionalView, vertex_index_t>
    : property_map<fanfare::FollowView, vertex_index_t> {};
template <>
struct property_map<fanfare::UndirectedView, vertex_index_t>
    : property_map<fanfare::FollowView, vertex_index_t> {};

}  // namespace boost
