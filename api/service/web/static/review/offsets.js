// The service counts code points, the browser UTF-16 units. They differ where a text has letters beyond U+FFFF.

export class Offsets {
  constructor(text) {
    this.text = text;
    this.units = null;
    if (/[\ud800-\udfff]/.test(text)) {
      this.units = [];
      let at = 0;
      for (const letter of text) {
        this.units.push(at);
        at += letter.length;
      }
      this.units.push(at);
    }
  }

  /** Where a code point begins, in UTF-16 units. */
  unit(point) {
    if (!this.units) return Math.min(point, this.text.length);
    return this.units[Math.min(point, this.units.length - 1)];
  }

  /** Which code point begins at or before a unit. */
  point(unit) {
    if (!this.units) return unit;
    let [low, high] = [0, this.units.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.units[middle] <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  slice(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}
