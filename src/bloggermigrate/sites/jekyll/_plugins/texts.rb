# frozen_string_literal: true

# What templates ask of a text: a date in the site's language, a post's beginning, a link, a text for a feed.

require "cgi"
require "time"

module Blog
  # The beginning of a post: what stands before <!--more-->, else its first blocks up to so many words.
  module Teaser
    WORDS = 70
    # In scripts without blanks every letter counts.
    WORD = /[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]|[^\s\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]+/.freeze
    MARK = "<!--more-->"
    EMPTY = %w[area base br col embed hr img input link meta param source track wbr].freeze
    TAG = %r{<!--.*?-->|<(/?)([a-zA-Z][\w:-]*)(?:"[^"]*"|'[^']*'|[^>"'])*>}m.freeze

    # Gives the beginning and whether there is more.
    def self.of(html)
      head, mark, rest = html.partition(MARK)
      return [head + open_tags(head).reverse.map { |name| "</#{name}>" }.join, !rest.strip.empty?] unless mark.empty?

      cut = place(html)
      [html[0...cut], !html[cut..].strip.empty?]
    end

    def self.place(html)
      depth = words = 0
      last = 0
      html.to_enum(:scan, TAG).each do
        match = Regexp.last_match
        words += html[last...match.begin(0)].scan(WORD).size
        last = match.end(0)
        next if match[2].nil? || EMPTY.include?(match[2].downcase) || match[0].end_with?("/>")

        depth += match[1].empty? ? 1 : -1
        return last if depth.zero? && words >= WORDS
      end
      html.size
    end

    # The break may stand inside of a list or a quote.
    def self.open_tags(html)
      html.to_enum(:scan, TAG).each_with_object([]) do |_, open|
        match = Regexp.last_match
        next if match[2].nil? || EMPTY.include?(match[2].downcase) || match[0].end_with?("/>")

        match[1].empty? ? open << match[2] : open.pop
      end
    end

    def self.plain(html)
      CGI.unescapeHTML(html.gsub(TAG, " ")).split.join(" ")
    end
  end

  module Dates
    # form: "day" or "month". A string is RFC 3339 and speaks of its own clock.
    def self.say(site, moment, form)
      moment = Time.parse(moment) if moment.is_a?(String)
      dates = site.data["words"]["dates"]
      dates[form].gsub(/\{\w+\}/) do |part|
        case part
        when "{d}" then moment.day
        when "{m}" then moment.month
        when "{y}" then moment.year
        when "{month}" then dates["months"][moment.month - 1]
        else dates["alone"][moment.month - 1]
        end
      end
    end
  end

  module Filters
    def say_date(moment, form = "day")
      Dates.say(@context.registers[:site], moment, form)
    end

    # The hour and minute that stand in a date of RFC 3339.
    def clock(moment)
      moment[11, 5]
    end

    # An address for href: bytes that can't stand in one are encoded, and the site's folder is put before it.
    def href(address)
      return "" if address.nil?
      return address if address.match?(%r{\A(?:[a-z][a-z0-9+.-]*:|//|#)}i)

      base = @context.registers[:site].config["baseurl"].to_s.chomp("/")
      base + address.b.gsub(%r{[^\w\-.~/!$&'()*+,;=:@%?#]}n) { |byte| format("%%%02X", byte.ord) }
    end

    def full(address)
      "#{@context.registers[:site].config["url"]}#{href(address)}"
    end

    # How many comments a thread holds, replies included, deleted ones not.
    def comment_count(thread)
      (thread || []).sum { |one| (one["deleted"] ? 0 : 1) + comment_count(one["replies"]) }
    end

    # A post as feeds carry it: read elsewhere, its links need the whole address.
    def for_feed(html, address)
      html.gsub('href="#') { "href=\"#{full(address)}#" }
          .gsub(%r{\b(href|src)="/(?!/)}) { "#{Regexp.last_match(1)}=\"#{full("/")}" }
    end

    # A list shows a post's beginning: what a link inside of it leads to may stand beyond.
    def for_list(html, address)
      html.gsub('href="#') { "href=\"#{href(address)}#" }
    end

    # Text for XML, which has no place for control characters.
    def xml(text)
      CGI.escapeHTML(text.to_s.gsub(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/, ""))
    end

    # The page of a label.
    def tag_href(name)
      href(@context.registers[:site].data["tag_pages"][name])
    end
  end

  # {% once file.html %}: an include that is the same on every page, so it is made once.
  class Once < Jekyll::Tags::IncludeTag
    MADE = {}

    def render(context)
      MADE[@file] ||= super
    end
  end
end

Liquid::Template.register_filter(Blog::Filters)
Liquid::Template.register_tag("once", Blog::Once)
Jekyll::Hooks.register(:site, :after_reset) { Blog::Once::MADE.clear }

# "shown" is the title, or of an untitled post its first words, or its date.
Jekyll::Hooks.register([:posts, :pages], :post_convert) do |entry|
  data = entry.data
  # kramdown fills the head of a table that has none with blanks, and then CSS can't tell.
  entry.content = entry.content.gsub(%r{(<th[^>]*>)\u00a0(</th>)}, "\\1\\2")
  text = data["title"].to_s
  text = Blog::Teaser.plain(entry.content)[0, 60].strip if text.empty? && data["blogger"]
  text = Blog::Dates.say(entry.site, entry.date, "day") if text.empty? && entry.respond_to?(:date) && !data["undated"]
  text = entry.site.data["words"]["untitled"] if text.empty? && data["blogger"]
  data["shown"] = text
  data["teaser"], data["longer"] = Blog::Teaser.of(entry.content) if entry.is_a?(Jekyll::Document)
end
