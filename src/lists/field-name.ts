const maxLength = 60

/** A header as the name scenarios know the field by (`contact.due_date`); empty when no letter or digit is in it. */
export function fieldName(header: string): string {
  const words = header
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[يى]/g, 'ی')
    .replaceAll('ك', 'ک')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .slice(0, maxLength)
    .replace(/^_+|_+$/g, '')
  return words === '' || /^\p{L}/u.test(words) ? words : `_${words}`
}
