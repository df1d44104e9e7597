# frozen_string_literal: true

# The pages that list posts: the latest ones, those of a label, of a month, of a year, all of them; and the feeds.

module Blog
  class Lists < Jekyll::Generator
    priority :high # before jekyll-redirect-from, which reads "redirect_from" of these pages

    def generate(site)
      @site = site
      @taken = (site.posts.docs + site.pages).map { |entry| file(entry.url) }
      @posts = site.posts.docs.reverse
      @size = [site.config["posts_per_page"].to_i, 1].max
      labels
      periods
      paged("/", "home", @posts)
      add("/posts/", "archive", "title" => say("archive"), "undated" => @posts.select { |post| post.data["undated"] })
      add("/tags/", "tags", "title" => say("labels"))
      add("/pages/", "pages", "title" => say("pages"))
      latest = @posts.first(site.config["feed_length"])
      add("/rss.xml", "rss", "entries" => latest, "of" => "/")
      add("/feeds/posts/default", "atom", "entries" => latest)
      add("/sitemap.xml", "sitemap", {})
    end

    private

    def say(word)
      @site.data["words"][word]
    end

    def file(url)
      url.end_with?("/") ? "#{url}index.html" : url
    end

    # Adds a page, unless a post stands at its address.
    def add(url, layout, data)
      return if @taken.include?(file(url))

      page = Jekyll::PageWithoutAFile.new(@site, @site.source, "", File.basename(file(url)))
      page.data.merge!(data, "layout" => layout, "permalink" => url)
      @site.pages << page
    end

    def paged(url, layout, posts, data = {})
      parts = posts.empty? ? [[]] : posts.each_slice(@size).to_a
      parts.each.with_index(1) do |part, number|
        pager = { "number" => number, "total" => parts.size }
        pager["newer"] = number == 2 ? url : "#{url}page/#{number - 1}/" if number > 1
        pager["older"] = "#{url}page/#{number + 1}/" if number < parts.size
        here = number == 1 ? url : "#{url}page/#{number}/"
        add(here, layout, data.merge("entries" => part, "pager" => pager))
        data = data.reject { |key, _| key == "redirect_from" }
      end
    end

    # The labels of the old blog have their addresses in _data/labels.yml; a new one gets its own here.
    def labels
      known = (@site.data["labels"] || []).to_h { |label| [label["name"], label] }
      taken = known.values.map { |label| label["slug"] }
      @site.data["tag_pages"] = {}
      found = (known.keys | @site.tags.keys).filter_map do |name|
        label = known[name] || { "slug" => slug(name, taken) }
        url = "/tags/#{label["slug"]}/"
        @site.data["tag_pages"][name] = url
        posts = (@site.tags[name] || []).sort.reverse
        # Only drafts have it, or nothing at all any more.
        next if posts.empty? && label["old"].nil?

        old = label["old"] ? { "redirect_from" => ["#{label["old"]}/"] } : {}
        paged(url, "tag", posts, { "title" => name, "feed" => "#{url}rss.xml" }.merge(old))
        add("#{url}rss.xml", "rss", "title" => name, "entries" => posts.first(@site.config["feed_length"]), "of" => url)
        { "name" => name, "url" => url, "count" => posts.size }
      end
      shown = found.reject { |label| label["count"].zero? }
      @site.data["tag_list"] = shown.sort_by { |label| [-label["count"], label["name"].downcase] }
      @site.data["tag_index"] = shown.sort_by { |label| [label["name"].downcase, label["name"]] }
    end

    def slug(name, taken)
      wanted = Jekyll::Utils.slugify(name, :mode => "latin")
      wanted = "label" if wanted.empty?
      made = wanted
      number = 1
      made = "#{wanted}-#{number += 1}" while taken.include?(made)
      taken << made
      made
    end

    # Years and months, at the addresses that the old blog had for them.
    def periods
      dated = @posts.reject { |post| post.data["undated"] }
      @site.data["archive"] = dated.group_by { |post| post.date.strftime("%Y") }.map do |year, of_year|
        months = of_year.group_by { |post| post.date.strftime("%m") }.map { |month, posts| month(year, month, posts) }
        add("/#{year}/", "year", "title" => year, "entries" => of_year)
        { "name" => year, "url" => "/#{year}/", "count" => of_year.size, "months" => months }
      end
    end

    def month(year, month, posts)
      date = posts.first.date
      url = "/#{year}/#{month}/"
      title = Dates.say(@site, date, "month")
      add(url, "month", "title" => title, "entries" => posts, "redirect_from" => ["/#{year}_#{month}_01_archive.html"])
      name = @site.data["words"]["dates"]["alone"][date.month - 1]
      { "name" => name, "url" => url, "count" => posts.size, "entries" => posts }
    end
  end
end
