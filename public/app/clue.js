// What somebody typed to find music by: an ISRC, a UPC or a URL, told apart as they type.

/** `{ kind, value, words }`; kind null while it is nothing yet. */
export function clueOf(typed) {
  const text = typed.trim();
  if (!text) return { kind: null, value: "", words: "" };
  if (/^https?:\/\//i.test(text) || /^[\w-]+(\.[\w-]+)+\//.test(text)) {
    const address = /^https?:/i.test(text) ? text : `https://${text}`;
    try {
      return { kind: "sourceUrl", value: address, words: `An address at ${new URL(address).hostname}` };
    } catch {
      return { kind: null, value: text, words: "An address that cannot be read: copy it once more." };
    }
  }
  const plain = text.replace(/[\s-]/g, "").toUpperCase();
  if (/^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(plain)) {
    return { kind: "isrc", value: plain, words: "An ISRC: one recording" };
  }
  if (/^\d+$/.test(plain)) {
    if (plain.length < 12) {
      return { kind: null, value: text, words: `A UPC has 12 or 13 digits; these are ${plain.length}.` };
    }
    if (plain.length > 14) return { kind: null, value: text, words: "That is longer than any UPC." };
    if (!checkDigitHolds(plain)) {
      return { kind: null, value: text, words: "The last digit does not fit the others: a digit is wrong or missing." };
    }
    return { kind: "upc", value: plain, words: "A UPC: a whole release" };
  }
  if (/^[A-Z]{2}[A-Z0-9]{0,3}\d*$/.test(plain) && plain.length < 12 && /\d/.test(plain)) {
    return { kind: null, value: text, words: `An ISRC has 12 characters; these are ${plain.length}.` };
  }
  return { kind: null, value: text, words: "Not an ISRC, a UPC or an address. Without one, fill it in by hand." };
}

// GS1's: from the right, every second digit counts three times.
function checkDigitHolds(digits) {
  const sum = [...digits].reverse().reduce((all, digit, place) => all + Number(digit) * (place % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}
