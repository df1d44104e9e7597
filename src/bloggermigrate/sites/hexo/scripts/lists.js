'use strict';

// The pages that list posts: the latest ones, those of a label, of a month, of a year, all of them; the feeds; and
// what sends readers on from addresses of the old blog.

const FEED = 25;

hexo.extend.generator.register('lists', function (locals) {
  const { config } = this;
  const words = locals.data.words;
  const posts = locals.posts.filter(post => post.layout === 'post').sort('-date').toArray();
  const taken = new Set([...locals.posts.toArray(), ...locals.pages.toArray()].map(entry => file(entry.path)));
  const made = [];

  const add = (path, layout, data) => {
    if (!taken.has(file(path))) made.push({ path, layout, data });
  };
  const moved = (path, to) => add(path, 'moved', { to });
  const paged = (path, layout, entries, data) => {
    const size = config.per_page || entries.length || 1;
    const total = Math.max(1, Math.ceil(entries.length / size));
    const place = number => (number === 1 ? path : `${path}page/${number}/`);
    for (let number = 1; number <= total; number++) {
      const pager = { number, total };
      if (number > 1) pager.newer = `/${place(number - 1)}`;
      if (number < total) pager.older = `/${place(number + 1)}`;
      add(place(number), layout, { ...data, entries: entries.slice((number - 1) * size, number * size), pager });
    }
  };

  // Years and months, at the addresses that the old blog had for them.
  const archive = [];
  for (const post of posts.filter(entry => !entry.undated)) {
    const [name, number] = post.date.clone().tz(config.timezone).locale('en').format('YYYY-MM').split('-');
    if (archive.at(-1)?.name !== name) archive.push({ name, url: `/${name}/`, entries: [], months: [] });
    const year = archive.at(-1);
    year.entries.push(post);
    if (year.months.at(-1)?.number !== number) {
      const alone = words.dates.alone[number - 1];
      year.months.push({ number, name: alone, url: `/${name}/${number}/`, date: post.date, entries: [] });
    }
    year.months.at(-1).entries.push(post);
  }
  const tags = locals.tags.filter(tag => tag.length).toArray();
  tags.sort((a, b) => b.length - a.length || (a.name < b.name ? -1 : 1));
  const known = new Map((locals.data.labels || []).map(label => [label.name, label]));
  const places = addresses(tags, known);
  hexo.lists = { archive, tags, places };

  paged('', 'index', posts, { home: true });
  for (const year of archive) {
    add(year.url.slice(1), 'year', { title: year.name, entries: year.entries });
    for (const month of year.months) {
      add(month.url.slice(1), 'month', { month, entries: month.entries });
      moved(`${year.name}_${month.number}_01_archive.html`, month.url);
    }
  }
  for (const tag of tags) {
    const entries = tag.posts.sort('-date').toArray();
    const of = places.get(tag.name);
    const path = of.slice(1);
    paged(path, 'tag', entries, { title: tag.name, feed: `${of}rss.xml` });
    add(`${path}rss.xml`, 'rss', { title: tag.name, entries: entries.slice(0, FEED), of });
    const old = known.get(tag.name)?.old;
    if (old) moved(`${old.slice(1)}/`, of);
  }
  add('posts/', 'archive', { title: words.archive, undated: posts.filter(post => post.undated) });
  add('tags/', 'tags', { title: words.labels });
  add('pages/', 'pages', { title: words.pages });
  add('404.html', 'missing', { title: words.not_found });
  add('rss.xml', 'rss', { entries: posts.slice(0, FEED), of: '/' });
  add('feeds/posts/default', 'atom', { entries: posts.slice(0, FEED) });
  add('sitemap.xml', 'sitemap', { entries: made.filter(page => page.layout !== 'moved' && /(?:^|\/)$/.test(page.path)) });
  return made;
});

// The labels of the old blog have their addresses in source/_data/labels.json; a new one gets its own here.
function addresses(tags, known) {
  const taken = new Set(Array.from(known.values(), label => label.slug));
  const found = new Map(Array.from(known.values(), label => [label.name, `/tags/${label.slug}/`]));
  for (const tag of tags.filter(one => !found.has(one.name))) {
    const wanted = tag.slug.toLowerCase() || 'label';
    let slug = wanted;
    for (let number = 2; taken.has(slug); number++) slug = `${wanted}-${number}`;
    taken.add(slug);
    found.set(tag.name, `/tags/${slug}/`);
  }
  return found;
}

function file(given) {
  const path = given.replace(/^\//, '');
  return !path || path.endsWith('/') ? `${path}index.html` : path;
}

hexo.extend.helper.register('lists', () => hexo.lists);
