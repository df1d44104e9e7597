'use strict';

// How posts are read: Markdown without what Hexo adds to it, and dates that name one instant.

// Hexo decodes and encodes addresses anew (and changes those that hold %23 or %2F), and escapes text twice.
hexo.extend.filter.register('marked:renderer', renderer => {
  for (const name of Object.keys(renderer)) delete renderer[name];
});
hexo.extend.filter.register('marked:tokenizer', tokenizer => {
  delete tokenizer.inlineText;
});

// Hexo's own reading of a local time depends on the machine, by an hour around each change of clocks. Here "date" is the
// time that clocks of the blog's zone showed. Where they showed it twice, "date_exact" says which one; it counts as long
// as "date" has not been changed.
const DATE = /^date:\s*["']?(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?["']?\s*$/m;
const HOUR = 60 * 60 * 1000;

function meant(entry, zone) {
  const found = DATE.exec(entry.raw);
  if (!found) return entry.date;
  const [year, month, date, hour = 0, minute = 0, second = 0, fraction = '0'] = found.slice(1);
  const local = entry.date.clone().utc().set({
    year, month: month - 1, date: 1, hour, minute, second, millisecond: fraction.padEnd(3, '0')
  }).date(date).tz(zone, true);
  const exact = new Date(entry.date_exact ?? NaN);
  return Math.abs(exact - local) <= 2 * HOUR ? exact : local;
}

hexo.extend.filter.register('before_generate', function () {
  const zone = this.config.timezone;
  return Promise.all(['Post', 'Page'].flatMap(name => {
    const model = this.model(name);
    return model.toArray().map(entry => {
      const date = meant(entry, zone);
      return date.valueOf() === entry.date.valueOf() ? null : model.updateById(entry._id, { date });
    });
  }));
});
