#include "sim/report/html.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "fanfare/expects.h"
#include "sim/report/page.h"

namespace fanfare {
namespace {

void put(std::string& page, std::string_view mark, std::string_view text) {
  const std::size_t at = page.find(mark);
  expects(at != std::string::npos, "a page template with its marks");
  page.replace(at, mark.size(), text);
}

}  // namespace

std::string json_for_script(const Json& document) {
  const std::string json = document.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string out;
  out.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string_view rest = std::string_view(json).substr(i, 3);
    if (json[i] == '<' || json[i] == '>' || json[i] == '&') {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(json[i]));
    } else if (rest == "\u2028" || rest == "\u2029") {
      out += rest == "\u2028" ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += json[i];
    }
  }
  return out;
}

std::string escaped_html(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  return out;
}

std::string report_html(const Json& document, Language language) {
  if (page_template().empty())
    throw InputError(
        fmt::format("this program has no page for reports: {} (build it again where that is mended, or "
                    "write Markdown with --md)",
                    page_missing_reason()));
  std::string page(page_template());
  const std::string question = document.value("question", "");
  const std::string title =
      question.empty() ? document["name"][std::string(code_of(language))].get<std::string>() : question;
  // From the end: what is put in may hold the words of a mark, and the first of them counts.
  put(page, "__FANFARE_DATA__", json_for_script(document));
  put(page, "__FANFARE_TITLE__", escaped_html(title));
  put(page, "__FANFARE_LANGUAGE__", language == Language::chinese ? "zh-CN" : "en");
  return page;
}

}  // namespace fanfare
