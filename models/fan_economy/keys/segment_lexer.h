// An expression as words and signs, with the character at which each begins.
#pragma once

#include <cctype>
#include <cstddef>
#include <string_view>

namespace fanfare::fan_economy {

struct SegmentToken {
  enum class Is { word, quoted, sign, end, unknown };
  Is is = Is::end;
  std::string_view text;      // of quoted ones what is within
  std::size_t character = 0;  // from 0
  bool operator==(std::string_view sign) const { return is == Is::sign && text == sign; }
};

// Letters of any script, digits and what joins them: young, 18-24, 65+, 一线, 0.5, -0.4, 20%.
constexpr bool is_of_a_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '+' || c == '.' || c == '%' || static_cast<unsigned char>(c) >= 0x80;
}

class SegmentLexer {
 public:
  explicit SegmentLexer(std::string_view text) : text_(text) { next(); }

  const SegmentToken& now() const { return now_; }
  void next() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) step();
    now_ = {SegmentToken::Is::end, {}, character_};
    if (at_ == text_.size()) return;
    if (is_of_a_word(text_[at_])) return take_word();
    if (text_[at_] == '\'' || text_[at_] == '"') return take_quoted(text_[at_]);
    take_sign();
  }

 private:
  void step() {
    ++at_;
    while (at_ < text_.size() && (text_[at_] & 0xC0) == 0x80) ++at_;
    ++character_;
  }
  void take_word() {
    const std::size_t from = at_;
    while (at_ < text_.size() && is_of_a_word(text_[at_])) step();
    now_.is = SegmentToken::Is::word;
    now_.text = text_.substr(from, at_ - from);
  }
  void take_quoted(char quote) {
    const std::size_t end = text_.find(quote, at_ + 1);
    now_.text = text_.substr(at_, 1);
    now_.is = end == std::string_view::npos ? SegmentToken::Is::unknown : SegmentToken::Is::quoted;
    if (now_.is == SegmentToken::Is::unknown) return;
    now_.text = text_.substr(at_ + 1, end - at_ - 1);
    while (at_ <= end) step();
  }
  void take_sign() {
    constexpr std::string_view kSigns[] = {"==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", ","};
    for (const std::string_view sign : kSigns)
      if (text_.substr(at_).starts_with(sign)) {
        now_.is = SegmentToken::Is::sign;
        now_.text = sign;
        for (std::size_t i = 0; i < sign.size(); ++i) step();
        return;
      }
    now_.is = SegmentToken::Is::unknown;
    now_.text = text_.substr(at_, 1);
  }

  std::string_view text_;
  std::size_t at_ = 0, character_ = 0;
  SegmentToken now_;
};

}  // namespace fanfare::fan_economy
